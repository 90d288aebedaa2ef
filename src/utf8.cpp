#include "utf8.h"

namespace perihelion {
namespace {

/// The bytes of a character by its first one; 0 for a byte that begins none.
std::size_t length_from(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) return 3;
  return first < 0xF5 ? 4 : 0;
}

/// Shorter spellings exist, half a surrogate pair, or beyond the last character.
bool is_wrong(char32_t character, std::size_t length) {
  return (length == 3 && (character < 0x800 || (character >= 0xD800 && character < 0xE000))) ||
         (length == 4 && (character < 0x10000 || character > 0x10FFFF));
}

}  // namespace

void append_utf8(char32_t character, std::string& out) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  const auto put_tail = [&](int shift) { put(0x80 | (character >> shift & 0x3F)); };
  if (character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xC0 | character >> 6);
    put_tail(0);
  } else if (character < 0x10000) {
    put(0xE0 | character >> 12);
    put_tail(6);
    put_tail(0);
  } else {
    put(0xF0 | character >> 18);
    put_tail(12);
    put_tail(6);
    put_tail(0);
  }
}

char32_t next_character(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  const std::size_t length = length_from(first);
  if (length == 0 || text.size() - at < length - 1) return kReplacementCharacter;
  if (length == 1) return first;
  char32_t character = first & (0x7F >> length);
  for (std::size_t i = 0; i < length - 1; ++i) {
    const char byte = text[at + i];
    if (!continues_character(byte)) return kReplacementCharacter;
    character = character << 6 | (byte & 0x3F);
  }
  if (is_wrong(character, length)) return kReplacementCharacter;
  at += length - 1;
  return character;
}

}  // namespace perihelion
