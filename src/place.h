#pragma once

#include <cmath>

namespace perihelion {

/// Where `part` of `whole` lies on the way from `first` to `last`, also where that is longer than
/// any double, or an end infinite.
inline double place_between(double first, double last, double part, double whole) {
  const double way = (last - first) * part;
  if (std::isfinite(way)) return first + way / whole;
  return first * (1 - part / whole) + last * (part / whole);
}

}  // namespace perihelion
