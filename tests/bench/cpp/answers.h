#pragma once

#include <cstddef>
#include <string>

namespace perihelion::bench {

/// Points of a metric as `experiment/metrics/get-metric` has them, from `first` on, with a comma
/// after each.
std::string points(std::size_t first, std::size_t count);

/// A whole answer of `experiment/metrics/get-metric`.
std::string metric_answer(std::size_t count);

/// A whole answer of `experiments/multi-metric-chart`: two columns for each experiment.
std::string chart_answer(std::size_t experiments, std::size_t points);

}  // namespace perihelion::bench
