#pragma once

#include <emscripten/val.h>

#include <functional>
#include <string>

#include "perihelion/task.h"

namespace perihelion {

/// The page's function for the key as `ClientOptions::auth` wants it; nothing for undefined. It is
/// called as `auth(refused, id)` and answers with `answer_auth`.
std::function<Task<std::string>(bool refused)> auth_of(const emscripten::val& function);

/// Brings the key, or the message of what failed. An `id` that nobody waits for is ignored.
void answer_auth(int id, bool ok, std::string text);

}  // namespace perihelion
