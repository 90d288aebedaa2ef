#include "chart_numbers.h"

#include <span>

#include "fast_number.h"

namespace perihelion {

std::size_t ChartNumbers::read(std::string_view piece, std::size_t begin) {
  const char* const first = piece.data() + begin;
  const char* const end = piece.data() + piece.size();
  if (first - piece.data() < fast::kRoomBefore) return 0;
  const char* at = first;
  while (const char* const next = read_some(at, end)) at = next;
  return static_cast<std::size_t>(at - first);
}

/// Reads numbers as long as there is room for them; null where the next one cannot be read here.
const char* ChartNumbers::read_some(const char* at, const char* end) {
  const std::span<double> room = column_.room();
  const char* const begin = at;
  double* to = room.data();
  double* const full = to + room.size();
  fast::Number number;
  for (std::ptrdiff_t last_size = 0; to != full;) {
    if (end - at <= fast::kNumberRoom || *at != ',') break;
    const char* value = at + 1;
    fast::step_over(' ', value);
    const auto digit = static_cast<unsigned char>(*value - '0');
    if (digit < 10 && value[1] == '.') {
      const char* const next = fast::read_fraction(value + 2, digit, *to);
      if (next && *next == ',') {
        ++to;
        at = next;
        continue;
      }
    }
    const char* const next = fast::read_value(value, number);
    if (!next || (*next != ',' && *next != ']')) break;
    *to++ = number.value;
    if (!number.is_integer) {
      at = next;
      continue;
    }
    const std::string_view comma(at, static_cast<std::size_t>(value - at));
    const std::ptrdiff_t size = next - value;
    const bool alike = size == last_size;
    last_size = size;
    at = alike ? read_alike(next, end, comma, static_cast<std::size_t>(size), to, full) : next;
  }
  column_.added(static_cast<std::size_t>(to - room.data()));
  return at == begin ? nullptr : at;
}

/// Reads whole numbers from a comma on, some at once, as long as all have so many digits.
const char* ChartNumbers::read_alike(const char* at, const char* end, std::string_view comma,
                                     std::size_t digits, double*& to, const double* full) {
  if (digits > DigitRun::kMostDigits) return at;
  if (digits != alike_digits_ || comma.size() != alike_comma_) {
    alike_ = {};
    alike_digits_ = digits;
    alike_comma_ = comma.size();
    // An even count, as they are read by twos.
    while (alike_.has_room(2 * (comma.size() + digits))) {
      for (int i = 0; i < 2; ++i) {
        alike_.add_text(comma);
        alike_.add_number(digits);
      }
    }
  }
  const auto count = static_cast<std::ptrdiff_t>(alike_.number_count());
  while (full - to >= count && end - at > static_cast<std::ptrdiff_t>(DigitRun::kMost) &&
         alike_.stands_at(at)) {
    const char* const behind = at + alike_.size();
    if (*behind != ',' && *behind != ']') break;
    alike_.read_numbers(at, [&](std::size_t i) -> double& { return to[i]; });
    to += count;
    at = behind;
  }
  return at;
}

}  // namespace perihelion
