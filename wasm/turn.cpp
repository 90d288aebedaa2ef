#include "turn.h"

#include <emscripten/em_js.h>
#include <emscripten/em_macros.h>

#include <utility>
#include <vector>

EM_JS(void, perihelion_schedule, (), { (Module['nextTask'] || setTimeout)(_perihelion_turn); });

namespace perihelion {
namespace {

using Works = std::vector<std::function<void()>>;

Works works;
Works closings;
bool scheduled = false;

void run_all(Works& waiting) {
  for (const auto& work : std::exchange(waiting, {})) work();
}

void schedule() {
  if (!std::exchange(scheduled, true)) perihelion_schedule();
}

}  // namespace

extern "C" EMSCRIPTEN_KEEPALIVE void perihelion_turn() {
  scheduled = false;
  run_all(works);
  run_all(closings);
}

void next_turn(std::function<void()> work) {
  works.push_back(std::move(work));
  schedule();
}

void close_in_next_turn(std::function<void()> closing) {
  closings.push_back(std::move(closing));
  schedule();
}

}  // namespace perihelion
