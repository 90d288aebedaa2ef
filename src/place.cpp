#include "place.h"

#include <cmath>

namespace perihelion {

double place_between(double first, double last, double part, double whole) {
  const double way = (last - first) * part;
  if (std::isfinite(way)) return first + way / whole;
  return first * (1 - part / whole) + last * (part / whole);
}

}  // namespace perihelion
