#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace perihelion {

/// The number that the text spells, rounded correctly; also "NaN", "Infinity" and "-Infinity".
/// Nothing where the text as a whole is no number.
std::optional<double> parse_double(std::string_view text);

/// The integer that the text spells, if it is one that 64 bits hold.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// Whether the text spells an integer from 0 on that 64 bits hold without a sign.
bool is_unsigned_integer(std::string_view text);

/// Whether the text is a number by JSON's grammar, or one of the three words that Comet's own tools
/// write where JSON has none: NaN, Infinity and -Infinity.
bool is_json_number(std::string_view text);

}  // namespace perihelion
