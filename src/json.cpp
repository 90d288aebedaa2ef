#include "json.h"

#include <cmath>

#include "json_stream.h"
#include "python_number.h"
#include "utf8.h"
#include "value_events.h"

namespace perihelion {
namespace {

constexpr std::int64_t kLargestExactInteger = 9007199254740992;

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

  void add_string(std::string_view text) {
    static constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t";
    static constexpr std::string_view kEscapes = "\"\\bfnrt";
    out_ += '"';
    for (std::size_t at = 0; at < text.size();) {
      const char32_t character = next_character(text, at);
      const std::size_t escape =
          character < 0x80 ? kEscaped.find(static_cast<char>(character)) : std::string_view::npos;
      if (escape != std::string_view::npos) {
        out_ += {'\\', kEscapes[escape]};
      } else if (character < 0x20 || (character >= 0x80 && reader_ == Reader::server)) {
        add_escape(character);
      } else {
        append_utf8(character, out_);
      }
    }
    out_ += '"';
  }

  void add_escape(char32_t character) {
    if (character >= 0x10000) {
      add_code_unit(0xD800 + ((character - 0x10000) >> 10));
      character = 0xDC00 + (character & 0x3FF);
    }
    add_code_unit(character);
  }

  void add_code_unit(char32_t unit) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    out_ += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out_ += kHex[unit >> shift & 0xF];
  }

  void add_double(double value) {
    if (std::isnan(value)) {
      out_ += "\"NaN\"";
    } else if (std::isinf(value)) {
      out_ += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    } else {
      out_ += python_repr(value);
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
  ValueEvents events;
  // The text is there already: no string in it can make it larger.
  JsonStream stream(events, text.size());
  stream.feed(text);
  stream.finish();
  return events.take();
}

std::string write_json(const Value& value) { return Writer(Reader::javascript).write(value); }

std::string write_body(const Value& value) { return Writer(Reader::server).write(value); }

}  // namespace perihelion
