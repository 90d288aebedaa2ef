#pragma once

#include <string>

namespace perihelion {

/// A finite number as Python writes it: the fewest digits that read back to it, and "1.0" for a
/// whole one. Comet compares such texts, and queries are written in Python.
std::string python_repr(double number);

}  // namespace perihelion
