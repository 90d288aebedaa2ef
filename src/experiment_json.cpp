// The experiment as one object.

#include <cmath>

#include "all.h"
#include "api_state.h"
#include "perihelion/experiment.h"

namespace perihelion {
namespace {

constexpr double kFirstInexact = 9007199254740992;

Value as_value(Value value) { return value; }

Value as_value(const std::optional<std::string>& text) { return text ? Value(*text) : Value(); }

Value as_value(const std::optional<std::vector<std::string>>& list) {
  return list ? to_list(*list) : Value();
}

/// A column's number as the integer that it was, where a double holds it exactly.
Value integer_or_null(double number) {
  if (std::isnan(number)) return {};
  return std::abs(number) < kFirstInexact ? Value(static_cast<std::int64_t>(number)) : number;
}

Value integer_or_null(std::optional<std::int64_t> number) {
  return number ? Value(*number) : Value();
}

Value text_or_null(std::string text) { return text.empty() ? Value() : Value(std::move(text)); }

/// Points as the server has them, but for values as numbers.
Value as_value(const std::vector<MetricSeries>& metrics) {
  Value::Array points;
  for (const MetricSeries& series : metrics) {
    auto large = series.large_steps.begin();
    for (std::size_t row = 0; row < series.size(); ++row) {
      const bool is_large = large != series.large_steps.end() && large->first == row;
      Value step = is_large ? Value((large++)->second) : integer_or_null(series.step[row]);
      points.emplace_back(
          Value::Object{{"metricName", series.name},
                        {"metricValue", series.value[row]},
                        {"timestamp", integer_or_null(series.timestamp[row])},
                        {"step", std::move(step)},
                        {"epoch", integer_or_null(series.epoch[row])},
                        {"offset", series.offset[row]},
                        {"runContext", text_or_null(series.contexts[series.context[row]])}});
    }
  }
  return points;
}

template <class T>
Task<Value> value_of(Task<T> call) {
  co_return as_value(co_await call);
}

}  // namespace

Task<Value> APIExperiment::to_json(bool full, CancelToken cancel) const {
  const APIExperiment self = *this;
  Value name = text_or_null(self.name());
  if (name.is_null()) {
    Value now = co_await self.get_metadata(cancel);
    name = now.take("experimentName");
  }
  Value json(
      Value::Object{{"id", self.id()},
                    {"name", std::move(name)},
                    {"workspace", text_or_null(self.workspace())},
                    {"project_name", text_or_null(self.project_name())},
                    {"archived", self.archived()},
                    {"url", self.url()},
                    {"duration_millis", integer_or_null(self.duration_millis())},
                    {"start_server_timestamp", integer_or_null(self.start_server_timestamp())},
                    {"end_server_timestamp", integer_or_null(self.end_server_timestamp())},
                    {"optimization_id", text_or_null(self.optimization_id())},
                    {"file_path", text_or_null(self.file_path())},
                    {"file_name", text_or_null(self.file_name())}});
  if (!full) co_return json;

  std::vector<std::string> names;
  std::vector<Task<Value>> calls;
  const auto add = [&](const char* member, auto call) {
    names.emplace_back(member);
    calls.push_back(value_of(std::move(call)));
  };
  add("asset_list", self.get_asset_list("all", cancel));
  add("code", self.get_code(cancel));
  add("html", self.get_html(cancel));
  add("metrics", self.get_metrics(cancel));
  add("metrics_summary", self.get_metrics_summary({}, cancel));
  add("model_graph", self.get_model_graph(cancel));
  add("others_summary", self.get_others_summary({}, cancel));
  add("output", self.get_output(cancel));
  add("parameters_summary", self.get_parameters_summary({}, cancel));
  add("system_details", self.get_system_details(cancel));
  add("tags", self.get_tags(cancel));
  add("git_metadata", self.get_git_metadata(cancel));
  std::vector<Value> answers = co_await all(std::move(calls));
  for (std::size_t i = 0; i < names.size(); ++i) json.set(names[i], std::move(answers[i]));
  co_return json;
}

}  // namespace perihelion
