#include "number.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "number_text.h"

namespace perihelion {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether the text is the word, in small or large letters.
bool is_word(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, {}, [](char c) { return c | 0x20; });
}

/// A number without a sign, in its parts: "12.5e-3" has the whole digits "12".
struct Decimal {
  std::string_view whole;
  std::string_view fraction;
  bool has_point = false;
  bool power_is_right = true;  ///< digits, perhaps with a sign, where there is an exponent
};

Decimal split_decimal(std::string_view text) {
  Decimal out;
  const std::size_t exponent = std::min(text.find_first_of("eE"), text.size());
  if (exponent < text.size()) {
    std::string_view power = text.substr(exponent + 1);
    if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
    out.power_is_right = all_digits(power);
  }
  const std::string_view mantissa = text.substr(0, exponent);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  out.has_point = point < mantissa.size();
  out.whole = mantissa.substr(0, point);
  if (out.has_point) out.fraction = mantissa.substr(point + 1);
  return out;
}

/// Digits on one side of the point are enough.
bool is_decimal(std::string_view text) {
  const Decimal parts = split_decimal(text);
  return parts.power_is_right && (all_digits(parts.whole) || all_digits(parts.fraction)) &&
         (parts.whole.empty() || all_digits(parts.whole)) &&
         (parts.fraction.empty() || all_digits(parts.fraction));
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
  const bool negative = text.starts_with('-');
  const std::string_view bare = text.substr(negative ? 1 : 0);
  if (is_decimal(bare)) return nearest_double(text);
  if (is_word(bare, "nan")) return std::numeric_limits<double>::quiet_NaN();
  if (!is_word(bare, "inf") && !is_word(bare, "infinity")) return std::nullopt;
  const double infinity = std::numeric_limits<double>::infinity();
  return negative ? -infinity : infinity;
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
  const auto [whole, fraction, has_point, power_is_right] = split_decimal(text);
  return power_is_right && all_digits(whole) && (whole.size() == 1 || whole.front() != '0') &&
         (!has_point || all_digits(fraction));
}

}  // namespace perihelion
