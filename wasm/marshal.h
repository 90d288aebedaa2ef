#pragma once

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <vector>

#include "perihelion/chart.h"
#include "perihelion/experiment.h"
#include "perihelion/metric_series.h"
#include "perihelion/value.h"

namespace perihelion {

/// Answers as JavaScript gets them: small ones as JSON text, which the engine parses faster than
/// anything else could cross; columns as fresh typed arrays, copied out of the heap once.
emscripten::val to_js(const Value& value);
emscripten::val to_js(const std::optional<Value>& value);
emscripten::val to_js(const std::optional<std::string>& text);
emscripten::val to_js(const std::vector<std::string>& texts);
emscripten::val to_js(const std::optional<APIExperiment>& experiment);
emscripten::val to_js(const std::vector<APIExperiment>& experiments);
emscripten::val to_js(const MetricSeries& series);
emscripten::val to_js(const std::vector<ChartExperiment>& experiments);

}  // namespace perihelion
