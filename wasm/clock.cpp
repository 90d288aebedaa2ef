#include "clock.h"

#include <emscripten/emscripten.h>

namespace perihelion {

std::chrono::steady_clock::time_point now() {
  using Clock = std::chrono::steady_clock;
  const std::chrono::duration<double, std::milli> since_start(emscripten_get_now());
  return Clock::time_point(std::chrono::duration_cast<Clock::duration>(since_start));
}

}  // namespace perihelion
