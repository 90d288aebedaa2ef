#include "clock.h"

namespace perihelion {

std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }

}  // namespace perihelion
