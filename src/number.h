#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace perihelion {

/// The number that the text spells, rounded correctly; also "NaN", "Infinity" and "-Infinity".
/// Nothing where the text as a whole is no number.
std::optional<double> parse_double(std::string_view text);

/// The integer that the text spells, if it is one that 64 bits hold.
std::optional<std::int64_t> parse_integer(std::string_view text);

}  // namespace perihelion
