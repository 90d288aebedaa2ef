#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace perihelion {

/// What stands for bytes that are no UTF-8, and for half a surrogate pair.
inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// Whether the byte goes on with a character that began before it.
inline bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// Writes a character.
void append_utf8(char32_t character, std::string& out);

/// Reads the character at `at` and moves on behind it; the replacement character for a byte that
/// begins none.
char32_t next_character(std::string_view text, std::size_t& at);

}  // namespace perihelion
