#pragma once

#include <string>
#include <string_view>

#include "perihelion/value.h"

namespace perihelion {

/// Parses a small JSON answer. `bad_response` with the byte offset where the text is not JSON.
/// Integers beyond 64 bits that a server's unsigned ones may be become text.
Value parse_json(std::string_view text);

/// Writes a value as JSON text for JavaScript, in UTF-8. Integers beyond 2^53 become text, because
/// no JavaScript number holds them; NaN and the infinities become the texts that Comet uses for
/// them.
std::string write_json(const Value& value);

/// Writes the body of a request, byte for byte as comet_ml does: ASCII, integers exact.
std::string write_body(const Value& value);

}  // namespace perihelion
