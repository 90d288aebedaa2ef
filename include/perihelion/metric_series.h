#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "perihelion/column.h"

namespace perihelion {

/// The points of one metric of one experiment, a column each, all of the same length, in the
/// server's order (which no server promises: sort by the axis that you draw over).
struct MetricSeries {
  std::string name;             ///< with its context's prefix, as the server names it: "train_loss"
  Column<double> value;         ///< NaN where the logged value was NaN or is missing
  Column<double> step;          ///< NaN where none was logged
  Column<double> epoch;         ///< NaN where none was logged
  Column<double> timestamp;     ///< ms since 1970 UTC; NaN where missing
  Column<std::int64_t> offset;  ///< the server's 64-bit position of the point; 0 where missing
  Column<std::uint32_t> context;          ///< index into `contexts`
  std::vector<std::string> contexts{""};  ///< run contexts; the first is "none"

  /// Steps beyond 2^53, which a double cannot hold: row and exact step. Almost always empty.
  std::vector<std::pair<std::size_t, std::int64_t>> large_steps;

  std::size_t size() const { return value.size(); }
};

/// The points of one metric as comet_ml's data frame of them has them, in columns of one length.
struct MetricTotal {
  std::vector<double> value;      ///< NaN where the logged value was NaN or is missing
  std::vector<double> timestamp;  ///< in s since 1970 UTC; NaN where missing
  std::vector<double> step;       ///< NaN where none was logged
  std::vector<double> epoch;      ///< NaN where none was logged
  std::vector<double> duration;   ///< in s since the point before; NaN for the first
};

/// One metric of a chart answer. An axis that was never logged is empty; otherwise all are of one
/// length.
struct ChartMetric {
  std::string metric_name;
  Column<double> values;  ///< NaN where the server has none
  Column<double> steps;
  Column<double> epochs;
  Column<double> timestamps;  ///< ms since 1970 UTC
  Column<double> durations;   ///< ms since the start of the experiment
};

}  // namespace perihelion
