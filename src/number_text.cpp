#include "number_text.h"

#include <fast_float/fast_float.h>

#include <array>
#include <cstdio>

namespace perihelion {

double nearest_double(std::string_view decimal) {
  // Past the largest double and below the smallest, this is the infinity or the zero that IEEE
  // rounds to.
  double value = 0;
  fast_float::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
  return value;
}

std::string shortest_digits(double number) {
  constexpr int kMostDigits = 17;
  std::array<char, 32> text{};
  for (int digits = 1;; ++digits) {
    std::snprintf(text.data(), text.size(), "%.*e", digits - 1, number);
    if (digits == kMostDigits || nearest_double(text.data()) == number) return text.data();
  }
}

}  // namespace perihelion
