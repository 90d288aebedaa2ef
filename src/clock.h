#pragma once

#include <chrono>

namespace perihelion {

/// `std::chrono::steady_clock::now()`. In WebAssembly the engine's clock, which cannot fail: the
/// library's could, and brings the messages of all errors of the system and `printf` along.
std::chrono::steady_clock::time_point now();

}  // namespace perihelion
