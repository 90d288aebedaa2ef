#include "point_order.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace perihelion {

bool is_ascending(double before, std::span<const double> values) {
  if (values.empty()) return true;
  // Without an early end, so that the compiler makes vector instructions of it.
  bool ascending = before <= values.front();
  for (std::size_t i = 1; i < values.size(); ++i) ascending &= values[i - 1] <= values[i];
  return ascending;
}

bool is_ordered(std::span<const double> x) {
  return is_ascending(-std::numeric_limits<double>::infinity(), x) &&
         (x.empty() || (std::isfinite(x.front()) && std::isfinite(x.back())));
}

void sort_rows(std::vector<std::uint32_t>& rows, std::span<const double> keys) {
  std::ranges::sort(rows, [&](std::uint32_t a, std::uint32_t b) {
    return keys[a] < keys[b] || (keys[a] == keys[b] && a < b);
  });
}

std::vector<std::uint32_t> rows_by_x(std::span<const double> x) {
  std::vector<std::uint32_t> rows;
  rows.reserve(x.size());
  for (std::size_t row = 0; row < x.size(); ++row) {
    if (std::isfinite(x[row])) rows.push_back(static_cast<std::uint32_t>(row));
  }
  sort_rows(rows, x);
  return rows;
}

}  // namespace perihelion
