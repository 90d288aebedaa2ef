#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "perihelion/metric_series.h"

/// What a plot needs of metric points, as pure functions over columns.
///
/// No server promises an order of points, so each function takes its points by ascending x, those
/// of one x in the order given; where they come so already, that costs one look. Points whose x is
/// not finite (a step that was not logged) are left out. Each throws `Error` with
/// `ErrorCode::invalid_argument` for columns of different lengths, or of more than 2^32 - 2 points.
namespace perihelion {

/// What may be on the x axis of a series.
enum class XAxis {
  step,
  epoch,
  timestamp,  ///< ms since 1970 UTC
  duration,  ///< ms since the start of the experiment; of a `MetricSeries` since its earliest point
};

/// The points of a line: two columns of one length, by ascending x.
struct Points {
  std::vector<double> x;  ///< finite
  std::vector<double> y;  ///< NaN where the line has a gap
};

/// The points of a line before they are sorted, in memory of the caller's.
struct Line {
  std::span<const double> x;
  std::span<const double> y;
};

/// The points of a series over one of its axes, sorted and in one piece: what is reduced over and
/// over, as a chart that zooms does, costs least from here.
Points points_of(const MetricSeries& series, XAxis axis);
Points points_of(const ChartMetric& metric, XAxis axis);

/// The part of the x axis that is drawn, and on how many pixels.
struct PlotRange {
  std::size_t width = 0;       ///< pixels; at 0 there are no points
  std::optional<double> from;  ///< the least x of the points where left out
  std::optional<double> to;    ///< the greatest x of the points where left out
};

/// The least and the greatest value of each pixel, in the order in which they come; the first of
/// equal ones. A line through them looks as one through all points.
///
/// Pixel k of the range has the points with `from + (to - from) k / width` <= x, and x less than
/// that of k + 1; the last pixel also has those at `to`. NaN is no value; a pixel with nothing else
/// gives one point with NaN, a gap. Infinities are values. In front comes the last point before the
/// range, and behind it the first one after, so that lines reach the borders: at most 2 width + 2
/// points. Throws `invalid_argument` where `from` or `to` is not finite, or `from` is beyond `to`.
Points min_max(const Line& line, const PlotRange& range);

/// The `width` points of the range that keep its look best, by largest triangles in three buckets
/// (Steinarsson's LTTB): the first and the last, and one for each of width - 2 buckets of equally
/// many points; all where there are no more. Only the first for a width of 1. Points whose value is
/// not finite are left out before: they are no corner of a triangle. One more point on each side,
/// and errors, as for `min_max`.
Points lttb(const Line& line, const PlotRange& range);

/// How strongly to smooth, as a chart's slider says.
struct Smoothing {
  double weight = 0;  ///< from 0, which changes nothing, to 1
  bool debias =
      true;  ///< weigh the first points by what there is, instead of starting from the first
};

/// The exponential moving average over the points of a line, one for each.
///
/// Debiased, s(i) = (y(i) + w y(i-1) + w^2 y(i-2) + …) / (1 + w + w^2 + …), each sum over the
/// points so far; for w = 1 it is their mean. Otherwise s(0) = y(0) and s(i) = w s(i-1) + (1 - w)
/// y(i). Values that are not finite stay as they are and count in no average, which goes on behind
/// them. Throws `invalid_argument` for a weight outside of 0 to 1.
Points smooth(const Line& line, const Smoothing& smoothing);

/// How lines come to a common axis.
struct AlignOptions {
  bool interpolate = true;  ///< straight lines between a line's own points, instead of gaps
  std::size_t points =
      0;  ///< so many places evenly from the least x to the greatest, instead of all
};

/// Lines on a common axis: a value of each at every place, NaN where it has none.
struct Aligned {
  std::vector<double> x;               ///< ascending, each place once
  std::vector<std::vector<double>> y;  ///< one column a line, as long as `x`
};

/// Brings lines to the places of all of them. Where a line has several values at one x, its last
/// one counts; NaN is no value. Between its values a line is straight, also across its gaps; before
/// its first and behind its last value it has none.
Aligned align(std::span<const Line> lines, const AlignOptions& options = {});

/// What the band around a mean shows.
enum class BandKind {
  min_max,      ///< the least and the greatest value
  deviation,    ///< the mean less and plus the standard deviation (of all values, not of a sample)
  percentiles,  ///< `low` and `high` percent, on straight lines between the values by rank
};

struct BandOptions {
  BandKind kind = BandKind::min_max;
  double low = 25;   ///< percent, for percentiles
  double high = 75;  ///< percent, for percentiles
};

/// A mean and a band around it: columns of one length, NaN where no line has a value.
struct Band {
  std::vector<double> x;
  std::vector<double> mean;
  std::vector<double> low;
  std::vector<double> high;
  std::vector<std::uint32_t> count;  ///< lines that have a value there
};

/// The mean of the lines at each place, over those that have a value there. Throws
/// `invalid_argument` for percents outside of 0 to 100, or low beyond high.
Band mean_and_band(const Aligned& lines, const BandOptions& options = {});

}  // namespace perihelion
