#include "number.h"

#include <fast_float/fast_float.h>

#include <algorithm>
#include <charconv>

namespace perihelion {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

template <class T>
std::optional<T> integer_in(std::string_view text) {
  T value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

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
  return integer_in<std::int64_t>(text);
}

bool is_unsigned_integer(std::string_view text) {
  return integer_in<std::uint64_t>(text).has_value();
}

bool is_json_number(std::string_view text) {
  if (text == "NaN" || text == "Infinity" || text == "-Infinity") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t exponent = std::min(text.find_first_of("eE"), text.size());
  std::string_view mantissa = text.substr(0, exponent);
  if (exponent < text.size()) {
    std::string_view power = text.substr(exponent + 1);
    if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
    if (!all_digits(power)) return false;
  }
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::string_view whole = mantissa.substr(0, point);
  if (point < mantissa.size() && !all_digits(mantissa.substr(point + 1))) return false;
  return all_digits(whole) && (whole.size() == 1 || whole.front() != '0');
}

}  // namespace perihelion
