#pragma once

#include <optional>
#include <vector>

#include "perihelion/chart.h"
#include "perihelion/metrics_frame.h"

namespace perihelion {

/// The table of a chart answer as comet_ml makes it: rows grouped by experiment key and place on
/// the x axis, the last value counting. Interpolated, every experiment gets the places of all of
/// them (for durations 100 places from the first to the last), with values on straight lines
/// between its own points and none outside of them. Nothing where there are no points.
std::optional<MetricsFrame> make_frame(const std::vector<ChartExperiment>& chart,
                                       const MetricsFrameQuery& query);

}  // namespace perihelion
