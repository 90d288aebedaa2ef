#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "perihelion/metric_series.h"
#include "perihelion/value.h"

namespace perihelion {

/// One experiment of a chart answer.
struct ChartExperiment {
  std::string experiment_key;
  std::string experiment_name;  ///< empty where it has none
  bool empty = false;           ///< the server has none of what was asked for
  Column<double> steps;         ///< the common axis, where the server sends one
  Column<double> epochs;
  std::vector<ChartMetric> metrics;
  Value params;  ///< name to value; null where no parameters were asked for
};

/// What arrived of a chart: the answer to one batch of its experiments.
struct ChartPart {
  std::size_t index = 0;                            ///< of the batch; parts may come in any order
  const std::vector<ChartExperiment>& experiments;  ///< in the server's order
  std::size_t done = 0;  ///< experiments answered for by now, also those that the server lacks
  std::size_t all = 0;   ///< experiments asked for
};

/// Takes a chart part by part. What it throws ends the call.
using ChartSink = std::function<void(const ChartPart& part)>;

}  // namespace perihelion
