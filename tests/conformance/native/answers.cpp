#include "answers.h"

#include <cmath>
#include <cstddef>
#include <string_view>

namespace conformance {

using perihelion::Value;

namespace {

constexpr std::int64_t kFirstInexact = std::int64_t{1} << 53;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json number_or_null(double number) { return std::isnan(number) ? Json() : Json(number); }

Json numbers(const perihelion::Column<double>& column) { return json_of(column.to_vector()); }

/// An axis that was never logged is null as a whole.
Json axis(const perihelion::Column<double>& column) {
  return column.empty() ? Json() : numbers(column);
}

Json step_of(const perihelion::MetricSeries& series, std::size_t row) {
  for (const auto& [large_row, step] : series.large_steps) {
    if (large_row == row) return std::to_string(step);
  }
  return number_or_null(series.step[row]);
}

Json metric_of(const perihelion::ChartMetric& metric) {
  return {{"metricName", metric.metric_name},      {"values", numbers(metric.values)},
          {"steps", axis(metric.steps)},           {"epochs", axis(metric.epochs)},
          {"timestamps", axis(metric.timestamps)}, {"durations", axis(metric.durations)}};
}

}  // namespace

Value value_of(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    Value::Array items;
    for (const Json& item : json) items.push_back(value_of(item));
    return items;
  }
  if (!json.is_object()) return nullptr;
  Value::Object members;
  for (const auto& [name, item] : json.items()) members.emplace_back(name, value_of(item));
  return members;
}

Json json_of(bool value) { return value; }

Json json_of(double value) {
  if (std::isfinite(value)) return value;
  if (std::isnan(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

Json json_of(std::int64_t value) {
  if (value > -kFirstInexact && value < kFirstInexact) return value;
  return std::to_string(value);
}

Json json_of(const std::string& text) { return text; }

Json json_of(const Value& value) {
  if (value.is_null()) return nullptr;
  if (value.is_bool()) return value.as_bool();
  if (value.is_integer()) return json_of(value.as_integer());
  if (value.is_number()) return json_of(value.as_number());
  if (value.is_string()) return value.as_string();
  if (value.is_array()) return json_of(value.as_array());
  Json object = Json::object();
  for (const auto& [name, item] : value.as_object()) object[name] = json_of(item);
  return object;
}

Json json_of(const perihelion::Asset& asset) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(asset.bytes.size() * 2);
  for (const char byte : asset.bytes) {
    const auto code = static_cast<unsigned char>(byte);
    hex += kDigits[code >> 4U];
    hex += kDigits[code & 15U];
  }
  return {{"hex", hex}};
}

Json json_of(const perihelion::MetricSeries& series) {
  Json points = Json::array();
  for (std::size_t row = 0; row < series.size(); ++row) {
    points.push_back({{"metricName", series.name},
                      {"metricValue", json_of(series.value[row])},
                      {"timestamp", number_or_null(series.timestamp[row])},
                      {"step", step_of(series, row)},
                      {"epoch", number_or_null(series.epoch[row])},
                      {"runContext", text_or_null(series.contexts[series.context[row]])},
                      {"offset", std::to_string(series.offset[row])}});
  }
  return {{"name", series.name}, {"points", points}};
}

Json json_of(const perihelion::MetricTotal& total) {
  return {{"value", json_of(total.value)},
          {"timestamp", json_of(total.timestamp)},
          {"step", json_of(total.step)},
          {"epoch", json_of(total.epoch)},
          {"duration", json_of(total.duration)}};
}

Json form_of(const perihelion::Asset& asset, const std::string& return_type) {
  if (return_type == "text") return asset.text();
  return return_type == "json" ? json_of(asset.json()) : json_of(asset);
}

Json json_of(const std::vector<perihelion::ChartExperiment>& chart) {
  Json experiments = Json::object();
  for (const auto& entry : chart) {
    Json metrics = Json::array();
    for (const auto& metric : entry.metrics) metrics.push_back(metric_of(metric));
    experiments[entry.experiment_key] = {{"experimentKey", entry.experiment_key},
                                         {"experimentName", text_or_null(entry.experiment_name)},
                                         {"empty", entry.empty},
                                         {"steps", axis(entry.steps)},
                                         {"epochs", axis(entry.epochs)},
                                         {"metrics", metrics},
                                         {"params", json_of(entry.params)}};
  }
  return experiments;
}

Json json_of(const perihelion::MetricsFrame& frame) {
  Json names = Json::array();
  for (const auto& name : frame.experiment_name) names.push_back(text_or_null(name));
  Json columns = Json::object();
  for (std::size_t i = 0; i < frame.metrics.size(); ++i) {
    columns[frame.metrics[i]] = json_of(frame.values[i]);
  }
  return {{"experimentKey", json_of(frame.experiment_key)},
          {"experimentName", names},
          {"xAxis", frame.x_axis},
          {"x", json_of(frame.x)},
          {"columns", columns}};
}

Json json_of(const perihelion::APIExperiment& experiment) {
  return {{"id", experiment.id()},
          {"key", experiment.key()},
          {"name", text_or_null(experiment.name())},
          {"workspace", text_or_null(experiment.workspace())},
          {"project_name", text_or_null(experiment.project_name())},
          {"project_id", text_or_null(experiment.project_id())},
          {"archived", experiment.archived()},
          {"duration_millis", json_of(experiment.duration_millis())},
          {"start_server_timestamp", json_of(experiment.start_server_timestamp())},
          {"end_server_timestamp", json_of(experiment.end_server_timestamp())},
          {"optimization_id", text_or_null(experiment.optimization_id())},
          {"file_path", text_or_null(experiment.file_path())},
          {"file_name", text_or_null(experiment.file_name())},
          {"url", experiment.url()}};
}

}  // namespace conformance
