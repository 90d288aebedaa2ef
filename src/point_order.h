#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace perihelion {

/// Whether values go on after `before` without one that is less than its predecessor. NaN is never
/// in order.
bool is_ascending(double before, std::span<const double> values);

/// The same for a whole column of finite values.
bool is_ordered(std::span<const double> x);

/// Sorts rows by their keys, those of equal keys by their numbers.
void sort_rows(std::vector<std::uint32_t>& rows, std::span<const double> keys);

/// The rows with a finite x, by ascending x.
std::vector<std::uint32_t> rows_by_x(std::span<const double> x);

}  // namespace perihelion
