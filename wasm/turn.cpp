#include "turn.h"

#include <emscripten/eventloop.h>

#include <utility>
#include <vector>

namespace perihelion {
namespace {

using Works = std::vector<std::function<void()>>;

Works works;
Works closings;
bool scheduled = false;

void run_all(Works& waiting) {
  for (const auto& work : std::exchange(waiting, {})) work();
}

void turn(void*) {
  scheduled = false;
  run_all(works);
  run_all(closings);
}

void schedule() {
  if (!std::exchange(scheduled, true)) emscripten_set_timeout(turn, 0, nullptr);
}

}  // namespace

void next_turn(std::function<void()> work) {
  works.push_back(std::move(work));
  schedule();
}

void close_in_next_turn(std::function<void()> closing) {
  closings.push_back(std::move(closing));
  schedule();
}

}  // namespace perihelion
