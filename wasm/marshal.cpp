#include "marshal.h"

#include "json.h"

using emscripten::typed_memory_view;
using emscripten::val;

namespace perihelion {
namespace {

template <class T>
val copy(const std::vector<T>& column) {
  return val(typed_memory_view(column.size(), column.data())).template call<val>("slice");
}

/// An axis that was never logged is null, as on the wire.
val axis(const std::vector<double>& column) { return column.empty() ? val::null() : copy(column); }

val to_js(const ChartMetric& metric) {
  val out = val::object();
  out.set("metricName", metric.metric_name);
  out.set("values", copy(metric.values));
  out.set("steps", axis(metric.steps));
  out.set("epochs", axis(metric.epochs));
  out.set("timestamps", axis(metric.timestamps));
  out.set("durations", axis(metric.durations));
  return out;
}

val to_js(const ChartExperiment& experiment) {
  val metrics = val::array();
  for (const ChartMetric& metric : experiment.metrics) metrics.call<void>("push", to_js(metric));
  val out = val::object();
  out.set("experimentKey", experiment.experiment_key);
  out.set("experimentName", experiment.experiment_name);
  out.set("empty", experiment.empty);
  out.set("steps", axis(experiment.steps));
  out.set("epochs", axis(experiment.epochs));
  out.set("metrics", metrics);
  out.set("params", val::global("JSON").call<val>("parse", write_json(experiment.params)));
  return out;
}

}  // namespace

val to_js(const Value& value) { return val(write_json(value)); }

val to_js(const std::optional<Value>& value) { return to_js(value.value_or(Value())); }

val to_js(const std::optional<std::string>& text) { return to_js(text ? Value(*text) : Value()); }

val to_js(const std::vector<std::string>& texts) {
  return to_js(Value(Value::Array(texts.begin(), texts.end())));
}

val to_js(const std::optional<APIExperiment>& experiment) {
  return to_js(experiment ? experiment->metadata() : Value());
}

val to_js(const std::vector<APIExperiment>& experiments) {
  Value::Array list;
  for (const APIExperiment& experiment : experiments) list.push_back(experiment.metadata());
  return to_js(Value(std::move(list)));
}

val to_js(const MetricSeries& series) {
  val contexts = val::array();
  for (const std::string& context : series.contexts) contexts.call<void>("push", context);
  val large_steps = val::array();
  for (const auto& [row, step] : series.large_steps) {
    val pair = val::array();
    pair.call<void>("push", row);
    pair.call<void>("push", step);
    large_steps.call<void>("push", pair);
  }
  val out = val::object();
  out.set("name", series.name);
  out.set("value", copy(series.value));
  out.set("step", copy(series.step));
  out.set("epoch", copy(series.epoch));
  out.set("timestamp", copy(series.timestamp));
  out.set("offset", copy(series.offset));
  out.set("context", copy(series.context));
  out.set("contexts", contexts);
  out.set("largeSteps", large_steps);
  return out;
}

val to_js(const std::vector<ChartExperiment>& experiments) {
  val out = val::array();
  for (const ChartExperiment& experiment : experiments) out.call<void>("push", to_js(experiment));
  return out;
}

}  // namespace perihelion
