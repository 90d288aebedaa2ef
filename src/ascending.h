#pragma once

#include <span>

namespace perihelion {

/// Whether values go on after `before` without one that is less than its predecessor. NaN is never
/// in order.
bool is_ascending(double before, std::span<const double> values);

/// The same for a whole column, of finite values.
bool is_ordered(std::span<const double> x);

}  // namespace perihelion
