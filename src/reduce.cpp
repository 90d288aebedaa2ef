#include "perihelion/reduce.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "alignment.h"
#include "ascending.h"
#include "extreme_rows.h"
#include "lttb.h"
#include "perihelion/error.h"
#include "place.h"
#include "row_order.h"
#include "smoother.h"

namespace perihelion {
namespace {

using Rows = std::vector<std::uint32_t>;

[[noreturn]] void refuse(const char* message) { throw Error(ErrorCode::invalid_argument, message); }

void check(const Line& line) {
  if (line.x.size() != line.y.size()) refuse("x and y must have the same length");
  if (line.x.size() > std::numeric_limits<std::uint32_t>::max() - 1)
    refuse("a line must have at most 2^32 - 2 points");
}

void check(const PlotRange& range) {
  if (!std::isfinite(range.from.value_or(0))) refuse("from must be a finite number");
  if (!std::isfinite(range.to.value_or(0))) refuse("to must be a finite number");
  if (range.from && range.to && *range.from > *range.to) refuse("from must not be beyond to");
}

/// The points of these rows.
Points gather(const Line& line, const Rows& rows) {
  Points out;
  for (const std::uint32_t row : rows) {
    out.x.push_back(line.x[row]);
    out.y.push_back(line.y[row]);
  }
  return out;
}

/// A line by ascending x: the caller's memory, or a sorted copy of it.
class Ordered {
 public:
  explicit Ordered(const Line& line) : line_(line) {
    check(line);
    if (is_ordered(line.x)) return;
    own_ = gather(line, rows_by_x(line.x));
    line_ = {own_.x, own_.y};
  }

  const Line& line() const { return line_; }

 private:
  Points own_;
  Line line_;
};

std::uint32_t first_not_below(std::span<const double> x, std::uint32_t from, double place) {
  const auto found = std::lower_bound(x.begin() + from, x.end(), place);
  return static_cast<std::uint32_t>(found - x.begin());
}

/// The first row of each pixel, and the first one behind the range.
Rows pixel_starts(std::span<const double> x, const PlotRange& range) {
  const double from = range.from.value_or(x.front());
  const double to = range.to.value_or(x.back());
  Rows starts{first_not_below(x, 0, from)};
  for (std::size_t pixel = 1; pixel < range.width; ++pixel) {
    const double edge =
        place_between(from, to, static_cast<double>(pixel), static_cast<double>(range.width));
    starts.push_back(first_not_below(x, starts.back(), edge));
  }
  const auto end = std::upper_bound(x.begin() + starts.back(), x.end(), to);
  starts.push_back(static_cast<std::uint32_t>(end - x.begin()));
  return starts;
}

bool is_finite(double value) { return std::isfinite(value); }

std::optional<std::uint32_t> finite_before(const Line& line, std::uint32_t row) {
  while (row-- > 0) {
    if (is_finite(line.y[row])) return row;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> finite_from(const Line& line, std::uint32_t row) {
  for (; row < line.y.size(); ++row) {
    if (is_finite(line.y[row])) return row;
  }
  return std::nullopt;
}

Rows finite_rows(const Line& line, std::uint32_t begin, std::uint32_t end) {
  Rows rows;
  for (std::uint32_t row = begin; row < end; ++row) {
    if (is_finite(line.y[row])) rows.push_back(row);
  }
  return rows;
}

/// `width` of the points, or all where there are no more; width > 0.
Points largest_triangles(const Line& line, std::size_t width) {
  const auto count = static_cast<std::uint32_t>(line.x.size());
  if (count <= width) return {{line.x.begin(), line.x.end()}, {line.y.begin(), line.y.end()}};
  if (width < 3) return gather(line, width == 1 ? Rows{0} : Rows{0, count - 1});
  Lttb lttb(count, static_cast<std::uint32_t>(width));
  lttb.average(line.x, line.y);
  lttb.choose(line.x, line.y);
  return gather(line, lttb.take());
}

Points between(const Line& line, std::optional<std::uint32_t> before, Points points,
               std::optional<std::uint32_t> behind) {
  if (before) {
    points.x.insert(points.x.begin(), line.x[*before]);
    points.y.insert(points.y.begin(), line.y[*before]);
  }
  if (behind) {
    points.x.push_back(line.x[*behind]);
    points.y.push_back(line.y[*behind]);
  }
  return points;
}

Points sorted(const Line& line) {
  const Ordered ordered(line);
  const auto& [x, y] = ordered.line();
  return {{x.begin(), x.end()}, {y.begin(), y.end()}};
}

void since_earliest(std::vector<double>& times) {
  double first = std::numeric_limits<double>::infinity();
  for (const double time : times) {
    if (std::isfinite(time)) first = std::min(first, time);
  }
  for (double& time : times) time -= first;
}

}  // namespace

Points min_max(const Line& given, const PlotRange& range) {
  check(range);
  const Ordered ordered(given);
  const Line& line = ordered.line();
  if (range.width == 0 || line.x.empty()) return {};
  Rows starts = pixel_starts(line.x, range);
  const std::uint32_t begin = starts.front();
  const std::uint32_t end = starts.back();
  ExtremeRows extremes(std::move(starts));
  extremes.add(line.y.subspan(begin));
  std::optional<std::uint32_t> before, behind;
  if (begin > 0) before = begin - 1;
  if (end < line.x.size()) behind = end;
  return between(line, before, gather(line, extremes.take()), behind);
}

Points lttb(const Line& given, const PlotRange& range) {
  check(range);
  const Ordered ordered(given);
  const Line& line = ordered.line();
  if (range.width == 0 || line.x.empty()) return {};
  const Rows starts = pixel_starts(line.x, {1, range.from, range.to});
  const std::uint32_t begin = starts.front();
  const std::uint32_t count = starts.back() - begin;
  Line inside{line.x.subspan(begin, count), line.y.subspan(begin, count)};
  Points finite;
  if (!std::ranges::all_of(inside.y, is_finite)) {
    finite = gather(line, finite_rows(line, begin, starts.back()));
    inside = {finite.x, finite.y};
  }
  return between(line, finite_before(line, begin), largest_triangles(inside, range.width),
                 finite_from(line, starts.back()));
}

Points smooth(const Line& given, const Smoothing& smoothing) {
  if (!(smoothing.weight >= 0 && smoothing.weight <= 1)) refuse("weight must be from 0 to 1");
  Points out = sorted(given);
  Smoother(smoothing).apply(out.y);
  return out;
}

Points points_of(const MetricSeries& series, XAxis axis) {
  std::vector<double> x = axis == XAxis::step    ? series.step.to_vector()
                          : axis == XAxis::epoch ? series.epoch.to_vector()
                                                 : series.timestamp.to_vector();
  if (axis == XAxis::duration) since_earliest(x);
  const std::vector<double> y = series.value.to_vector();
  return sorted({x, y});
}

Points points_of(const ChartMetric& metric, XAxis axis) {
  const Column<double>& column = axis == XAxis::step        ? metric.steps
                                 : axis == XAxis::epoch     ? metric.epochs
                                 : axis == XAxis::timestamp ? metric.timestamps
                                                            : metric.durations;
  // An axis that was never logged is empty.
  if (column.empty()) return {};
  const std::vector<double> x = column.to_vector();
  const std::vector<double> y = metric.values.to_vector();
  return sorted({x, y});
}

Aligned align(std::span<const Line> lines, const AlignOptions& options) {
  Aligned out;
  for (const Line& line : lines) {
    check(line);
    add_places(out.x, line.x);
  }
  sort_places(out.x);
  if (options.points > 0) out.x = even_places(out.x, options.points);
  for (const Line& line : lines) out.y.push_back(values_at(out.x, line, options.interpolate));
  return out;
}

Band mean_and_band(const Aligned& lines, const BandOptions& options) {
  if (!(options.low >= 0 && options.low <= options.high && options.high <= 100))
    refuse("percents must be from 0 to 100, low not beyond high");
  Band out;
  out.x = lines.x;
  std::vector<double> values;
  for (std::size_t place = 0; place < lines.x.size(); ++place) {
    values.clear();
    for (const std::vector<double>& line : lines.y) values.push_back(line[place]);
    const BandPoint band = band_of(values, options);
    out.mean.push_back(band.mean);
    out.low.push_back(band.low);
    out.high.push_back(band.high);
    out.count.push_back(band.count);
  }
  return out;
}

}  // namespace perihelion
