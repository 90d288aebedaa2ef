#include "number_text.h"

#include <emscripten/em_js.h>

#include <array>

EM_JS_DEPS(perihelion_number_text, "$UTF8ToString,$stringToUTF8");

EM_JS(double, perihelion_nearest_double, (const char* text, int size),
      { return Number(UTF8ToString(text, size)); });

EM_JS(void, perihelion_shortest_digits, (double number, char* text, int size),
      { stringToUTF8(number.toExponential(), text, size); });

namespace perihelion {

double nearest_double(std::string_view decimal) {
  return perihelion_nearest_double(decimal.data(), static_cast<int>(decimal.size()));
}

std::string shortest_digits(double number) {
  std::array<char, 32> text{};
  perihelion_shortest_digits(number, text.data(), text.size());
  return text.data();
}

}  // namespace perihelion
