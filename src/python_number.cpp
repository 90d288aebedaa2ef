#include "python_number.h"

#include <array>
#include <cstdio>

#include "number.h"

namespace perihelion {
namespace {

constexpr int kMostDigits = 17;
constexpr int kScientificFrom = 16;
constexpr int kScientificBelow = -4;

/// "d.ddde±xx" with the fewest digits.
std::string shortest(double number) {
  std::array<char, 32> text{};
  for (int digits = 1;; ++digits) {
    std::snprintf(text.data(), text.size(), "%.*e", digits - 1, number);
    if (digits == kMostDigits || parse_double(text.data()) == number) return text.data();
  }
}

}  // namespace

std::string python_repr(double number) {
  std::string scientific = shortest(number);
  const std::size_t mark = scientific.find('e');
  const bool small = scientific[mark + 1] == '-';
  const auto power = static_cast<int>(*parse_integer(scientific.substr(mark + 2)));
  const int exponent = small ? -power : power;
  if (exponent >= kScientificFrom || exponent < kScientificBelow) return scientific;

  const std::string sign = scientific.front() == '-' ? "-" : "";
  std::string digits;
  for (const char c : scientific.substr(sign.size(), mark - sign.size())) {
    if (c != '.') digits += c;
  }
  if (exponent < 0) return sign + "0." + std::string(-exponent - 1, '0') + digits;
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) digits.append(whole + 1 - digits.size(), '0');
  return sign + digits.substr(0, whole) + '.' + digits.substr(whole);
}

}  // namespace perihelion
