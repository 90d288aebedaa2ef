#pragma once

#include <string>
#include <vector>

namespace perihelion {

/// What `API::get_metrics_df` is asked for.
struct MetricsFrameQuery {
  std::vector<std::string> experiment_keys;
  std::vector<std::string> metrics;
  std::string x_axis = "step";  ///< "step", "epoch" or "duration"
  bool interpolate = true;      ///< fill gaps on a common axis by straight lines
};

/// A table with a row for each experiment and place on the x axis, in that order: a column each,
/// all of one length.
struct MetricsFrame {
  std::vector<std::string> experiment_key;
  std::vector<std::string> experiment_name;  ///< empty where the experiment has none
  std::string x_axis;                        ///< "step", "epoch" or "duration" (ms)
  std::vector<double> x;
  std::vector<std::string> metrics;         ///< the names of `values`
  std::vector<std::vector<double>> values;  ///< one column a metric; NaN where there is none
};

}  // namespace perihelion
