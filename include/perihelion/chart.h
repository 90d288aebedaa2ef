#pragma once

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

}  // namespace perihelion
