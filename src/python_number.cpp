#include "python_number.h"

#include <cstdlib>

#include "number.h"
#include "number_text.h"

namespace perihelion {
namespace {

constexpr int kScientificFrom = 16;
constexpr int kScientificBelow = -4;

}  // namespace

std::string python_repr(double number) {
  const std::string scientific = shortest_digits(number);
  const std::size_t mark = scientific.find('e');
  const bool small = scientific[mark + 1] == '-';
  const auto power = static_cast<int>(*parse_integer(scientific.substr(mark + 2)));
  const int exponent = small ? -power : power;
  if (exponent >= kScientificFrom || exponent < kScientificBelow) {
    const std::string size = std::to_string(std::abs(exponent));
    return scientific.substr(0, mark + 2) + (size.size() == 1 ? "0" : "") + size;
  }

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
