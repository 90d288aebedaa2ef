#include "value_events.h"

#include <cstdint>

#include "number.h"

namespace perihelion {

void ValueEvents::key(std::string_view name) {
  bytes_ += sizeof(std::string) + name.size();
  open_.back().key = std::string(name);
}

void ValueEvents::string(std::string_view text) {
  bytes_ += text.size();
  add(text);
}

void ValueEvents::number(std::string_view text) {
  if (const auto integer = parse_integer(text)) {
    add(*integer);
  } else if (is_unsigned_integer(text)) {
    string(text);
  } else {
    add(parse_double(text).value_or(0));
  }
}

void ValueEvents::literal(std::string_view word) {
  add(word == "null" ? Value() : Value(word == "true"));
}

void ValueEvents::close() {
  Level done = std::move(open_.back());
  open_.pop_back();
  add(done.is_object ? Value(std::move(done.members)) : Value(std::move(done.items)));
}

void ValueEvents::add(Value value) {
  bytes_ += sizeof(Value);
  if (open_.empty()) {
    root_ = std::move(value);
  } else if (Level& level = open_.back(); level.is_object) {
    level.members.emplace_back(std::move(level.key), std::move(value));
  } else {
    level.items.push_back(std::move(value));
  }
}

}  // namespace perihelion
