#include "number.h"

#include <fast_float/fast_float.h>

#include <charconv>

namespace perihelion {

std::optional<double> parse_double(std::string_view text) {
  // Comet writes Java's spelling of numbers, and people log "+1" too.
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = fast_float::from_chars(text.data(), end, value);
  // Past the largest double and below the smallest, the value is the infinity or the zero that IEEE
  // rounds to.
  const bool parsed = error == std::errc() || error == std::errc::result_out_of_range;
  if (!parsed || stop != end) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace perihelion
