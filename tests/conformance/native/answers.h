#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "perihelion/api.h"

/// Answers as JSON that no reader can round: integers from 2^53 on and numbers that JSON has not
/// as text, bytes as hexadecimal digits.
namespace conformance {

using Json = nlohmann::ordered_json;

/// JSON as the library's own values.
perihelion::Value value_of(const Json& json);

/// An asset as bytes, text or parsed JSON.
Json form_of(const perihelion::Asset& asset, const std::string& return_type);

Json json_of(bool value);
Json json_of(double value);
Json json_of(std::int64_t value);
Json json_of(const std::string& text);
Json json_of(const perihelion::Value& value);
Json json_of(const perihelion::Asset& asset);
Json json_of(const perihelion::MetricSeries& series);
Json json_of(const perihelion::MetricTotal& total);
Json json_of(const std::vector<perihelion::ChartExperiment>& chart);
Json json_of(const perihelion::MetricsFrame& frame);
Json json_of(const perihelion::APIExperiment& experiment);

template <class T>
Json json_of(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(json_of(item));
  return list;
}

template <class T>
Json json_of(const std::optional<T>& item) {
  return item ? json_of(*item) : Json();
}

inline Json json_of(const std::pair<double, double>& size) {
  return Json::array({json_of(size.first), json_of(size.second)});
}

inline Json json_of(const perihelion::Found& found) {
  return std::visit([](const auto& answer) { return json_of(answer); }, found);
}

}  // namespace conformance
