#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "perihelion/chart.h"
#include "perihelion/metric_series.h"

namespace perihelion::fuzz {

/// Whether the oracle can judge the text: where nlohmann/json and Perihelion differ on purpose, or
/// where JSON leaves open what is meant, it cannot. Those are texts that are not UTF-8, names that
/// come twice in an object, half surrogate pairs, NaN and infinities as bare words, numbers beyond
/// every double, and more than 256 levels.
bool judgeable(std::string_view text);

/// What MetricDecoder (for all metrics) and ChartDecoder must make of a text that the oracle can
/// judge, by way of a whole nlohmann/json document; nothing where they must refuse it.
std::optional<std::vector<MetricSeries>> expected_series(std::string_view text);
std::optional<std::vector<ChartExperiment>> expected_chart(std::string_view text);

}  // namespace perihelion::fuzz
