#include "value_events.h"

#include <cstdint>

#include "number.h"

namespace perihelion {

void ValueEvents::number(std::string_view text) {
  if (const auto integer = parse_integer(text)) {
    builder_.add(*integer);
  } else if (is_unsigned_integer(text)) {
    builder_.add(text);
  } else {
    builder_.add(parse_double(text).value_or(0));
  }
}

void ValueEvents::literal(std::string_view word) {
  builder_.add(word == "null" ? Value() : Value(word == "true"));
}

}  // namespace perihelion
