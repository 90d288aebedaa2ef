#include "row_order.h"

#include <algorithm>
#include <cmath>

namespace perihelion {

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
