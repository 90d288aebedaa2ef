#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "perihelion/api.h"
#include "perihelion/chart.h"
#include "perihelion/experiment.h"
#include "perihelion/metric_series.h"
#include "perihelion/value.h"

namespace perihelion {

/// Answers as JavaScript gets them: small ones as JSON text, which the engine parses faster than
/// anything else could cross; columns as fresh typed arrays, copied out of the heap once.
emscripten::val to_js(const Value& value);
emscripten::val to_js(const std::optional<Value>& value);
emscripten::val to_js(double number);
emscripten::val to_js(std::int64_t number);
emscripten::val to_js(const std::string& text);
emscripten::val to_js(const std::optional<std::string>& text);
emscripten::val to_js(const std::vector<std::string>& texts);
emscripten::val to_js(const std::optional<std::vector<std::string>>& texts);
emscripten::val to_js(const Found& found);
emscripten::val to_js(const std::optional<APIExperiment>& experiment);
emscripten::val to_js(const std::vector<APIExperiment>& experiments);
emscripten::val to_js(const MetricSeries& series);
emscripten::val to_js(const std::vector<MetricSeries>& all);
emscripten::val to_js(const std::optional<MetricsFrame>& frame);
emscripten::val to_js(const Asset& asset);
emscripten::val to_js(const std::optional<Asset>& asset);
emscripten::val to_js(const std::vector<Asset>& assets);
emscripten::val to_js(const std::vector<ChartExperiment>& experiments);
emscripten::val to_js(const std::vector<AnyQueryVariable>& variables);

/// Back from what `to_js` made of them, as JSON with a number for each column, its place in
/// `columns`. They are copied into the heap.
std::vector<MetricSeries> series_from_js(const Value& list, const emscripten::val& columns);
std::vector<ChartExperiment> chart_from_js(const Value& list, const emscripten::val& columns);

emscripten::val to_js(const AssetPiece& piece);
emscripten::val to_js(const ChartPart& part);

}  // namespace perihelion
