#include "json_text.h"

#include <algorithm>

namespace perihelion {
namespace {

constexpr unsigned kReplacement = 0xFFFD;
constexpr unsigned kNone = ~0U;

void append_utf8(unsigned point, std::string& out) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

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

bool is_between(char c, unsigned first, unsigned last) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= first && byte <= last;
}

/// How many bytes the character at the beginning of the text has; 0 where they are not UTF-8.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  // Not what a shorter form says, no half of a pair, nothing past the last character.
  const unsigned first = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned last = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (!is_between(text[1], first, last)) return 0;
  for (const char c : text.substr(2, length - 2)) {
    if (!is_between(c, 0x80, 0xBF)) return 0;
  }
  return length;
}

constexpr std::string_view kEscapes = "\"\\/bfnrt";
constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";

void append_escape(char c, std::string& out) {
  out += '\\';
  if (const std::size_t which = kMeanings.find(c); which != std::string_view::npos) {
    out += kEscapes[which];
    return;
  }
  static constexpr std::string_view kDigits = "0123456789abcdef";
  out += "u00";
  out += kDigits[static_cast<unsigned char>(c) >> 4];
  out += kDigits[static_cast<unsigned char>(c) & 15];
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  while (!text.empty()) {
    const char c = text[0];
    const std::size_t length = character_length(text);
    if (length == 0) {
      append_utf8(kReplacement, out);
    } else if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) {
      append_escape(c, out);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  out += '"';
}

std::size_t unescape(std::string_view inside, std::string& out) {
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
      append_utf8(is_high(unit) || is_low(unit) ? kReplacement : unit, out);
    }
  }
  return std::string_view::npos;
}

}  // namespace perihelion
