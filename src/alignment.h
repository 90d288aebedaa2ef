#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "perihelion/reduce.h"

namespace perihelion {

/// Adds the finite ones among `x` to `places`, unless they are just what was added before.
void add_places(std::vector<double>& places, std::span<const double> x);

/// Brings what was added into ascending order, each place once.
void sort_places(std::vector<double>& places);

/// So many places from the first to the last of `places`, at even distances; fewer where doubles
/// are too coarse for that, as where all are one.
std::vector<double> even_places(std::span<const double> places, std::size_t count);

/// The values of a line at ascending places. `line` need not be sorted.
std::vector<double> values_at(std::span<const double> places, const Line& line, bool interpolate);

/// Mean and band of one place; a band of NaN where there is no value.
struct BandPoint {
  double mean;
  double low;
  double high;
  std::uint32_t count;
};

/// Of the values that are not NaN; they are moved about.
BandPoint band_of(std::vector<double>& values, const BandOptions& options);

}  // namespace perihelion
