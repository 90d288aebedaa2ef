// What of API reads the points of metrics.

#include "api_state.h"
#include "chart_decoder.h"
#include "endpoints.h"
#include "metric_decoder.h"
#include "metrics_frame.h"
#include "perihelion/api.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

std::size_t bytes_of(const MetricSeries& series) {
  return series.size() * (5 * sizeof(double) + sizeof(std::uint32_t)) + sizeof(MetricSeries);
}

std::size_t bytes_of(const ChartExperiment& experiment) {
  std::size_t numbers = experiment.steps.size() + experiment.epochs.size();
  for (const ChartMetric& metric : experiment.metrics) {
    numbers += metric.values.size() + metric.steps.size() + metric.epochs.size() +
               metric.timestamps.size() + metric.durations.size();
  }
  return numbers * sizeof(double) + sizeof(ChartExperiment);
}

/// Gives the client a decoder of columns.
template <class T, class Decoder>
class ColumnDecoder : public BodyDecoder {
 public:
  template <class... Args>
  explicit ColumnDecoder(Args&&... args) : decoder_(std::forward<Args>(args)...) {}

  void feed(const Response&, std::string_view piece) override { decoder_.feed(piece); }
  Answer finish(const Response&) override {
    auto columns = std::make_shared<const std::vector<T>>(decoder_.finish());
    std::size_t bytes = 0;
    for (const T& one : *columns) bytes += bytes_of(one);
    return {std::move(columns), bytes};
  }

 private:
  Decoder decoder_;
};

template <class T>
const std::vector<T>& columns_in(const Answer& answer) {
  return *static_cast<const std::vector<T>*>(answer.value.get());
}

}  // namespace

Task<MetricSeries> API::get_experiment_metric(std::string experiment_key, std::string metric,
                                              CancelToken cancel) const {
  require_text(experiment_key, "experiment_key");
  require_text(metric, "metric");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  using Decoder = ColumnDecoder<MetricSeries, MetricDecoder>;
  const Answer answer = co_await self.state_->client->ask(
      {endpoints::kMetric, {{"experimentKey", experiment_key}, {"metricName", metric}}, {}},
      [metric] { return std::make_unique<Decoder>(metric); }, self.state_->caller, cancel);
  co_return columns_in<MetricSeries>(answer).front();
}

Task<std::vector<MetricSeries>> API::get_experiment_metrics(std::string experiment_key,
                                                            CancelToken cancel) const {
  require_text(experiment_key, "experiment_key");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  using Decoder = ColumnDecoder<MetricSeries, MetricDecoder>;
  const Answer answer = co_await self.state_->client->ask(
      {endpoints::kAllMetrics, {{"experimentKey", experiment_key}}, {}},
      [] { return std::make_unique<Decoder>(); }, self.state_->caller, cancel);
  co_return columns_in<MetricSeries>(answer);
}

Task<std::vector<ChartExperiment>> API::get_metrics_for_chart(ChartQuery query,
                                                              CancelToken cancel) const {
  if (query.metrics.empty() && query.parameters.empty()) {
    throw Error(ErrorCode::invalid_argument, "get_metrics_for_chart needs metrics or parameters");
  }
  const API self = *this;
  co_await self.require_experiments(query.experiments, cancel);
  Value body;
  body.set("targetedExperiments", to_list(query.experiments));
  body.set("metrics", to_list(query.metrics));
  body.set("params", query.parameters.empty() ? Value() : to_list(query.parameters));
  body.set("independentMetrics", query.independent_metrics);
  body.set("fetchFull", query.fetch_full);
  using Decoder = ColumnDecoder<ChartExperiment, ChartDecoder>;
  const Answer answer = co_await self.state_->client->ask(
      {endpoints::kChart, {}, std::move(body)}, [] { return std::make_unique<Decoder>(); },
      self.state_->caller, cancel);
  co_return columns_in<ChartExperiment>(answer);
}

Task<std::optional<MetricsFrame>> API::get_metrics_df(MetricsFrameQuery query,
                                                      CancelToken cancel) const {
  if (query.x_axis != "step" && query.x_axis != "epoch" && query.x_axis != "duration") {
    throw Error(ErrorCode::invalid_argument, "x_axis must be 'step', 'epoch' or 'duration'");
  }
  if (query.experiment_keys.empty() || query.metrics.empty()) co_return std::nullopt;
  const std::vector<ChartExperiment> chart = co_await get_metrics_for_chart(
      {.experiments = query.experiment_keys, .metrics = query.metrics, .parameters = {}}, cancel);
  if (chart.empty()) co_return std::nullopt;
  co_return make_frame(chart, query);
}

}  // namespace perihelion
