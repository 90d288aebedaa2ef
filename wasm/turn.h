#pragma once

#include <functional>

namespace perihelion {

/// Runs `work` in a task of its own, soon. Every call from JavaScript goes through here, for two
/// reasons: a bound function must not call JavaScript before it returns (without dynamic execution
/// Embind's argument buffers are shared between the calls of a function, and a re-entrant call
/// frees them twice), and a request must not start in the task in which another was closed (its id
/// would be reused while pieces are queued).
void next_turn(std::function<void()> work);

/// Runs `closing` at the end of the next turn, after which nothing starts before the turn that
/// follows.
void close_in_next_turn(std::function<void()> closing);

}  // namespace perihelion
