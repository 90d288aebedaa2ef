#pragma once

#include <string>
#include <string_view>

namespace perihelion {

/// What only a library does exactly. In WebAssembly that is the engine, which has it already.

/// The double nearest to a decimal number: an optional minus, digits with a point among them or
/// not, and an optional exponent.
double nearest_double(std::string_view decimal);

/// The fewest digits that mean this finite number and no other one, as "d.ddde+xx".
std::string shortest_digits(double number);

}  // namespace perihelion
