#include "json.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "json_stream.h"
#include "json_text.h"
#include "value_events.h"

namespace perihelion {
namespace {

constexpr std::int64_t kLargestExactInteger = 9007199254740992;

void write_double(double value, std::string& out) {
  if (std::isnan(value)) {
    out += "\"NaN\"";
  } else if (std::isinf(value)) {
    out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    // nlohmann/json's own way to the shortest text. Its class of values would bring a second parser
    // and printf along, for every page to load.
    std::array<char, 64> text;
    char* const begin = text.data();
    out.append(begin, nlohmann::detail::to_chars(begin, begin + text.size(), value));
  }
}

void write_integer(std::int64_t value, std::string& out) {
  const bool exact = value <= kLargestExactInteger && value >= -kLargestExactInteger;
  out += exact ? std::to_string(value) : '"' + std::to_string(value) + '"';
}

void write(const Value& value, std::string& out) {
  if (value.is_null()) {
    out += "null";
  } else if (value.is_bool()) {
    out += value.as_bool() ? "true" : "false";
  } else if (value.is_integer()) {
    write_integer(value.as_integer(), out);
  } else if (value.is_number()) {
    write_double(value.as_number(), out);
  } else if (value.is_string()) {
    append_json_string(value.as_string(), out);
  } else if (value.is_array()) {
    char before = '[';
    for (const Value& item : value.as_array()) {
      out += std::exchange(before, ',');
      write(item, out);
    }
    out += before == '[' ? "[]" : "]";
  } else {
    char before = '{';
    for (const auto& [name, member] : value.as_object()) {
      out += std::exchange(before, ',');
      append_json_string(name, out);
      out += ':';
      write(member, out);
    }
    out += before == '{' ? "{}" : "}";
  }
}

}  // namespace

Value parse_json(std::string_view text) {
  ValueEvents events;
  JsonStream stream(events);
  stream.feed(text);
  stream.finish();
  return events.take();
}

std::string write_json(const Value& value) {
  std::string out;
  write(value, out);
  return out;
}

}  // namespace perihelion
