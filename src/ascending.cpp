#include "ascending.h"

#include <cmath>
#include <limits>

namespace perihelion {

bool is_ascending(double before, std::span<const double> values) {
  if (values.empty()) return true;
  // Without an early end, so that a compiler may make vector instructions of it.
  bool ascending = before <= values.front();
  for (std::size_t i = 1; i < values.size(); ++i) ascending &= values[i - 1] <= values[i];
  return ascending;
}

bool is_ordered(std::span<const double> x) {
  return is_ascending(-std::numeric_limits<double>::infinity(), x) &&
         (x.empty() || (std::isfinite(x.front()) && std::isfinite(x.back())));
}

}  // namespace perihelion
