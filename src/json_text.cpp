#include "json_text.h"

#include <algorithm>

#include "utf8.h"

namespace perihelion {
namespace {

constexpr unsigned kNone = ~0U;

unsigned hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return kNone;
}

/// The code unit of a `\uXXXX` at the beginning of the text.
unsigned code_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return kNone;
  unsigned unit = 0;
  for (const char c : text.substr(2, 4)) {
    const unsigned digit = hex_digit(c);
    if (digit == kNone) return kNone;
    unit = unit << 4 | digit;
  }
  return unit;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

std::size_t unescape(std::string_view inside, std::string& out) {
  static constexpr std::string_view kEscapes = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  out.clear();
  for (std::size_t at = 0; at < inside.size();) {
    const std::size_t backslash = std::min(inside.find('\\', at), inside.size());
    out += inside.substr(at, backslash - at);
    at = backslash;
    if (at == inside.size()) break;
    const std::string_view rest = inside.substr(at);
    const std::size_t which = rest.size() < 2 ? std::string_view::npos : kEscapes.find(rest[1]);
    if (which != std::string_view::npos) {
      out += kMeanings[which];
      at += 2;
      continue;
    }
    const unsigned unit = code_unit(rest);
    if (unit == kNone) return at;
    at += 6;
    const unsigned next = is_high(unit) ? code_unit(rest.substr(6)) : kNone;
    if (next != kNone && is_low(next)) {
      append_utf8(0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00), out);
      at += 6;
    } else {
      append_utf8(is_high(unit) || is_low(unit) ? kReplacementCharacter : unit, out);
    }
  }
  return std::string_view::npos;
}

}  // namespace perihelion
