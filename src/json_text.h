#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "simd.h"

namespace perihelion {

/// The first byte of a JSON string's inside that is not plain: a quote, a backslash or a control
/// character; `end` where there is none.
inline const char* find_special(const char* at, const char* end) {
  while (static_cast<std::size_t>(end - at) >= simd::kWidth) {
    const std::size_t plain = simd::plain_bytes(at);
    at += plain;
    if (plain < simd::kWidth) return at;
  }
  while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
}

/// The white space of JSON.
inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Writes what a string's inside means into `out`. Returns where an escape is none, or npos.
/// Half a surrogate pair without its other half becomes U+FFFD, as in every browser's decoder.
std::size_t unescape(std::string_view inside, std::string& out);

/// Appends the text as a JSON string. Bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string_view text, std::string& out);

}  // namespace perihelion
