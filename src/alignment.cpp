#include "alignment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "ascending.h"
#include "place.h"
#include "row_order.h"

namespace perihelion {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// The points that have a value, sorted, the last one of each x.
Points values_of(const Line& line) {
  Points out;
  const auto add = [&](double x, double y) {
    if (std::isnan(y)) return;
    if (!out.x.empty() && out.x.back() == x) {
      out.y.back() = y;
      return;
    }
    out.x.push_back(x);
    out.y.push_back(y);
  };
  if (is_ordered(line.x)) {
    for (std::size_t row = 0; row < line.x.size(); ++row) add(line.x[row], line.y[row]);
  } else {
    for (const std::uint32_t row : rows_by_x(line.x)) add(line.x[row], line.y[row]);
  }
  return out;
}

double on_line(double x0, double y0, double x1, double y1, double x) {
  const double y = (y1 - y0) / (x1 - x0) * (x - x0) + y0;
  return std::isfinite(y) ? y : place_between(y0, y1, x / 2 - x0 / 2, x1 / 2 - x0 / 2);
}

/// Among sorted values, on straight lines between their ranks.
double percentile(std::span<const double> sorted, double percent) {
  const double rank = percent / 100 * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const double part = rank - static_cast<double>(below);
  if (part == 0) return sorted[below];
  return place_between(sorted[below], sorted[below + 1], part, 1);
}

void sort_values(std::vector<double>& values) {
  // As rows, so that there is one sort in the program.
  std::vector<std::uint32_t> rows(values.size());
  std::iota(rows.begin(), rows.end(), 0U);
  sort_rows(rows, values);
  std::vector<double> sorted(values.size());
  std::ranges::transform(rows, sorted.begin(), [&](std::uint32_t row) { return values[row]; });
  values.swap(sorted);
}

double deviation(std::span<const double> values, double mean) {
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

}  // namespace

void add_places(std::vector<double>& places, std::span<const double> x) {
  const bool known =
      places.size() >= x.size() && std::equal(x.begin(), x.end(), places.end() - std::ssize(x));
  if (known) return;
  for (const double place : x) {
    if (std::isfinite(place)) places.push_back(place);
  }
}

void sort_places(std::vector<double>& places) {
  if (!is_ordered(places)) sort_values(places);
  places.erase(std::ranges::unique(places).begin(), places.end());
}

std::vector<double> even_places(std::span<const double> places, std::size_t count) {
  std::vector<double> even;
  if (places.empty() || count == 0) return even;
  const double first = places.front();
  const auto steps = static_cast<double>(std::max<std::size_t>(count, 2) - 1);
  // By steps, as NumPy has them: to multiply first gives other last digits.
  const double step = (places.back() - first) / steps;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<double>(i);
    even.push_back(std::isfinite(step) ? first + at * step
                                       : place_between(first, places.back(), at, steps));
  }
  if (count > 1) even.back() = places.back();
  even.erase(std::ranges::unique(even).begin(), even.end());
  return even;
}

std::vector<double> values_at(std::span<const double> places, const Line& line, bool interpolate) {
  const auto [x, y] = values_of(line);
  std::vector<double> out(places.size(), kMissing);
  std::size_t right = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    while (right < x.size() && x[right] < places[i]) ++right;
    if (right == x.size()) break;
    if (x[right] == places[i]) {
      out[i] = y[right];
    } else if (interpolate && right > 0) {
      out[i] = on_line(x[right - 1], y[right - 1], x[right], y[right], places[i]);
    }
  }
  return out;
}

BandPoint band_of(std::vector<double>& values, const BandOptions& options) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  if (values.empty()) return {kMissing, kMissing, kMissing, 0};
  const auto count = static_cast<std::uint32_t>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  if (options.kind == BandKind::deviation) {
    const double by = deviation(values, mean);
    return {mean, mean - by, mean + by, count};
  }
  if (options.kind == BandKind::min_max) {
    const auto [low, high] = std::ranges::minmax(values);
    return {mean, low, high, count};
  }
  sort_values(values);
  return {mean, percentile(values, options.low), percentile(values, options.high), count};
}

}  // namespace perihelion
