#pragma once

#include <emscripten/val.h>

#include <memory>

#include "perihelion/rest_client.h"

namespace perihelion {

/// A store whose answers are JavaScript values, outside of the heap. `kept` has
/// `keep(name, kind, value, bytes, expires)`, where the value is what `to_js` makes of an answer,
/// and `find(name, since)`, which gives `{kind, json, columns}`, as marshal.h reads them back, or
/// undefined. Times are ms of this thread's clock.
std::shared_ptr<AnswerStore> answer_store(const emscripten::val& kept);

}  // namespace perihelion
