// What of API reads the points of metrics.

#include "api_state.h"
#include "column_answer.h"
#include "endpoints.h"
#include "metric_decoder.h"
#include "metrics_frame.h"
#include "perihelion/api.h"
#include "perihelion/error.h"

namespace perihelion {
Task<MetricSeries> API::get_experiment_metric(std::string experiment_key, std::string metric,
                                              CancelToken cancel) const {
  require_text(experiment_key, "experiment_key");
  require_text(metric, "metric");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  using Decoder = ColumnDecoder<MetricDecoder>;
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
  using Decoder = ColumnDecoder<MetricDecoder>;
  const Answer answer = co_await self.state_->client->ask(
      {endpoints::kAllMetrics, {{"experimentKey", experiment_key}}, {}},
      [] { return std::make_unique<Decoder>(); }, self.state_->caller, cancel);
  co_return columns_in<MetricSeries>(answer);
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
