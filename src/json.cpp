#include "json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "perihelion/error.h"
#include "python_number.h"
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

/// How texts of JSON differ by who reads them.
enum class Reader { javascript, server };

class Writer {
 public:
  explicit Writer(Reader reader) : reader_(reader) {}

  std::string write(const Value& value) && {
    add(value);
    return std::move(out_);
  }

 private:
  void add(const Value& value) {
    if (value.is_null()) {
      out_ += "null";
    } else if (value.is_bool()) {
      out_ += value.as_bool() ? "true" : "false";
    } else if (value.is_integer()) {
      add_integer(value.as_integer());
    } else if (value.is_number()) {
      add_double(value.as_number());
    } else if (value.is_string()) {
      add_string(value.as_string());
    } else if (value.is_array()) {
      add_list('[', ']', value.as_array(), [this](const Value& item) { add(item); });
    } else {
      add_list('{', '}', value.as_object(), [this](const Value::Member& member) {
        add_string(member.first);
        out_ += reader_ == Reader::server ? ": " : ":";
        add(member.second);
      });
    }
  }

  template <class List, class Add>
  void add_list(char open, char close, const List& list, Add add_item) {
    out_ += open;
    for (const auto& item : list) {
      if (&item != &list.front()) out_ += reader_ == Reader::server ? ", " : ",";
      add_item(item);
    }
    out_ += close;
  }

  void add_string(const std::string& text) {
    const bool ascii = reader_ == Reader::server;
    out_ += nlohmann::json(text).dump(-1, ' ', ascii, nlohmann::json::error_handler_t::replace);
  }

  void add_double(double value) {
    if (std::isnan(value)) {
      out_ += "\"NaN\"";
    } else if (std::isinf(value)) {
      out_ += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    } else {
      out_ += reader_ == Reader::server ? python_repr(value) : nlohmann::json(value).dump();
    }
  }

  void add_integer(std::int64_t value) {
    const bool exact = reader_ == Reader::server ||
                       (value <= kLargestExactInteger && value >= -kLargestExactInteger);
    out_ += exact ? std::to_string(value) : '"' + std::to_string(value) + '"';
  }

  Reader reader_;
  std::string out_;
};

}  // namespace

Value parse_json(std::string_view text) {
  ValueParser parser;
  nlohmann::json::sax_parse(text, &parser);
  return parser.take();
}

std::string write_json(const Value& value) { return Writer(Reader::javascript).write(value); }

std::string write_body(const Value& value) { return Writer(Reader::server).write(value); }

}  // namespace perihelion
