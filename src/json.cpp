#include "json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "perihelion/error.h"
#include "value_builder.h"

namespace perihelion {
namespace {

constexpr std::int64_t kLargestExactInteger = 9007199254740992;

/// Hands what nlohmann/json finds to a ValueBuilder, so that the answer never exists twice.
class ValueParser : public nlohmann::json::json_sax_t {
 public:
  bool null() override { return add({}); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override {
    return add(static_cast<std::int64_t>(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<std::uint64_t>(INT64_MAX)) return add(std::to_string(value));
    return add(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return builder_.open_object(), true; }
  bool key(string_t& name) override { return builder_.key(std::move(name)), true; }
  bool end_object() override { return builder_.close(), true; }
  bool start_array(std::size_t) override { return builder_.open_array(), true; }
  bool end_array() override { return builder_.close(), true; }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception&) override {
    throw Error(ErrorCode::bad_response, "not JSON at byte " + std::to_string(position));
  }

  Value take() { return builder_.take(); }

 private:
  bool add(Value value) { return builder_.add(std::move(value)), true; }

  ValueBuilder builder_;
};

void write_string(const std::string& text, std::string& out) {
  out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void write_double(double value, std::string& out) {
  if (std::isnan(value)) {
    out += "\"NaN\"";
  } else if (std::isinf(value)) {
    out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    out += nlohmann::json(value).dump();
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
    write_string(value.as_string(), out);
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
      write_string(name, out);
      out += ':';
      write(member, out);
    }
    out += before == '{' ? "{}" : "}";
  }
}

}  // namespace

Value parse_json(std::string_view text) {
  ValueParser parser;
  nlohmann::json::sax_parse(text, &parser);
  return parser.take();
}

std::string write_json(const Value& value) {
  std::string out;
  write(value, out);
  return out;
}

}  // namespace perihelion
