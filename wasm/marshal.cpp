#include "marshal.h"

#include <span>

#include "json.h"
#include "query_node.h"

using emscripten::typed_memory_view;
using emscripten::val;

namespace perihelion {
namespace {

template <class T>
val view(std::span<const T> numbers) {
  return val(typed_memory_view(numbers.size(), numbers.data()));
}

/// A copy outside the heap. `slice` would fill it with zeros first.
val copy_of(const val& array) { return array["constructor"].new_(array); }

val copy(const std::vector<double>& numbers) { return copy_of(view(std::span(numbers))); }

/// A fresh Uint8Array.
val bytes_to_js(std::string_view bytes) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  return copy_of(view(std::span(data, bytes.size())));
}

/// One typed array, into which every block is copied once.
template <class T>
val copy(const Column<T>& column) {
  if (column.block_count() == 0) return copy_of(view(std::span<const T>()));
  const val first = view(column.block(0));
  if (column.block_count() == 1) return copy_of(first);
  const val out = first["constructor"].new_(column.size());
  for (std::size_t i = 0; i < column.block_count(); ++i) {
    out.template call<void>("set", view(column.block(i)), i * Column<T>::kBlockSize);
  }
  return out;
}

/// An axis that was never logged is null, as on the wire.
val axis(const Column<double>& column) { return column.empty() ? val::null() : copy(column); }

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

Value metadata_of(const std::optional<APIExperiment>& experiment) {
  return experiment ? experiment->metadata() : Value();
}

Value metadata_of(const std::vector<APIExperiment>& experiments) {
  Value::Array list;
  for (const APIExperiment& experiment : experiments) list.push_back(experiment.metadata());
  return list;
}

Value description_of(const QueryVariable& variable) {
  return Value::Object{
      {"source", name_of(variable.source())}, {"name", variable.name()}, {"type", variable.type()}};
}

Value description_of(const Tag& tag) {
  return Value::Object{{"source", name_of(QuerySource::tag)}, {"name", tag.node().term.name}};
}

val list_of(const auto& items) {
  val out = val::array();
  for (const auto& item : items) out.call<void>("push", to_js(item));
  return out;
}

}  // namespace

val to_js(const Value& value) { return val(write_json(value)); }

val to_js(const std::optional<Value>& value) { return to_js(value.value_or(Value())); }

val to_js(double number) { return to_js(Value(number)); }

val to_js(std::int64_t number) { return to_js(Value(number)); }

val to_js(const std::string& text) { return to_js(Value(text)); }

val to_js(const std::optional<std::string>& text) { return to_js(text ? Value(*text) : Value()); }

val to_js(const std::vector<std::string>& texts) {
  return to_js(Value(Value::Array(texts.begin(), texts.end())));
}

val to_js(const std::optional<std::vector<std::string>>& texts) {
  return texts ? to_js(*texts) : to_js(Value());
}

val to_js(const std::optional<APIExperiment>& experiment) { return to_js(metadata_of(experiment)); }

val to_js(const std::vector<APIExperiment>& experiments) { return to_js(metadata_of(experiments)); }

val to_js(const Found& found) {
  Value out;
  if (const auto* names = std::get_if<std::vector<std::string>>(&found)) {
    out.set("names", Value::Array(names->begin(), names->end()));
  } else if (const auto* listed = std::get_if<std::vector<APIExperiment>>(&found)) {
    out.set("experiments", metadata_of(*listed));
  } else {
    out.set("experiment", metadata_of(std::get<2>(found)));
  }
  return to_js(out);
}

val to_js(const std::vector<AnyQueryVariable>& variables) {
  Value::Array list;
  for (const AnyQueryVariable& variable : variables) {
    list.push_back(std::visit([](const auto& one) { return description_of(one); }, variable));
  }
  return to_js(Value(std::move(list)));
}

val to_js(const Asset& asset) {
  val out = val::object();
  out.set("bytes", bytes_to_js(asset.bytes));
  out.set("contentType", asset.content_type);
  return out;
}

val to_js(const std::optional<Asset>& asset) { return asset ? to_js(*asset) : val::null(); }

val to_js(const std::vector<Asset>& assets) { return list_of(assets); }

val to_js(const std::vector<MetricSeries>& all) { return list_of(all); }

val to_js(const std::optional<MetricsFrame>& frame) {
  if (!frame) return val::null();
  val out = val::object();
  out.set("experimentKey", to_js(frame->experiment_key));
  out.set("experimentName", to_js(frame->experiment_name));
  out.set("xAxis", frame->x_axis);
  out.set("x", copy(frame->x));
  out.set("metrics", to_js(frame->metrics));
  val values = val::array();
  for (const std::vector<double>& column : frame->values) values.call<void>("push", copy(column));
  out.set("values", values);
  return out;
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

val to_js(const std::vector<ChartExperiment>& experiments) { return list_of(experiments); }

val to_js(const AssetPiece& piece) {
  val out = val::object();
  out.set("bytes", bytes_to_js(piece.bytes));
  out.set("contentType", std::string(piece.content_type));
  out.set("received", static_cast<double>(piece.received));
  if (piece.total) out.set("total", static_cast<double>(*piece.total));
  out.set("first", piece.first);
  return out;
}

val to_js(const ChartPart& part) {
  val out = val::object();
  out.set("index", part.index);
  out.set("experiments", list_of(part.experiments));
  out.set("done", part.done);
  out.set("all", part.all);
  return out;
}

}  // namespace perihelion
