#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace perihelion {

/// Sorts rows by their keys, those of equal keys by their numbers.
void sort_rows(std::vector<std::uint32_t>& rows, std::span<const double> keys);

/// The rows with a finite x, by ascending x.
std::vector<std::uint32_t> rows_by_x(std::span<const double> x);

}  // namespace perihelion
