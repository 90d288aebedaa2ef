// What of API reads charts: many experiments, in batches.

#include <algorithm>
#include <coroutine>
#include <set>

#include "api_state.h"
#include "cancelled.h"
#include "chart_decoder.h"
#include "column_answer.h"
#include "endpoints.h"
#include "perihelion/api.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

using Keys = std::vector<std::string>;

// A sampled series is about 30 kB of JSON, a full one up to 900 kB: so that a batch has a few
// megabytes, which a server has soon and which draws soon. Few experiments are shared out among the
// requests that may go at once; of many each batch takes all that it may, as a request costs too.
constexpr std::size_t kShared = 20;
constexpr std::size_t kMostShared = 6 * kShared;
constexpr std::size_t kSampledSeries = 100;
constexpr std::size_t kFullSeries = 20;
constexpr std::size_t kMostWithoutSeries = 200;

std::size_t batch_size(const ChartQuery& query) {
  if (query.metrics.empty()) return kMostWithoutSeries;
  const std::size_t series = query.fetch_full ? kFullSeries : kSampledSeries;
  const std::size_t most = std::max(series / query.metrics.size(), std::size_t{1});
  return query.experiments.size() <= kMostShared ? std::min(most, kShared) : most;
}

/// The experiments once each, in their order.
std::vector<Keys> batches_of(const ChartQuery& query) {
  const std::size_t size = batch_size(query);
  std::set<std::string_view> seen;
  std::vector<Keys> batches;
  for (const std::string& key : query.experiments) {
    if (!seen.insert(key).second) continue;
    if (batches.empty() || batches.back().size() == size) batches.emplace_back();
    batches.back().push_back(key);
  }
  // The server judges a question about no experiment.
  if (batches.empty()) batches.emplace_back();
  return batches;
}

Value body_of(const ChartQuery& query, const Keys& keys) {
  Value body;
  body.set("targetedExperiments", to_list(keys));
  body.set("metrics", to_list(query.metrics));
  body.set("params", query.parameters.empty() ? Value() : to_list(query.parameters));
  body.set("independentMetrics", query.independent_metrics);
  body.set("fetchFull", query.fetch_full);
  return body;
}

/// The batches of one chart on their way. The first failure ends them all.
struct UnderWay {
  UnderWay(ChartSink to, std::size_t batches, std::size_t experiments)
      : sink(std::move(to)), left(batches), all(experiments) {}

  ChartSink sink;
  std::size_t left;
  std::size_t all;
  std::size_t done = 0;
  CancelSource stop;
  std::exception_ptr failure;
  std::coroutine_handle<> waiter;

  void take(std::size_t index, std::size_t asked, const Outcome<Answer>& outcome) {
    try {
      if (outcome.index() == 1) std::rethrow_exception(std::get<1>(outcome));
      done += asked;
      // What a sink no longer wants to hear of was cancelled.
      if (!failure) sink({index, columns_in<ChartExperiment>(std::get<0>(outcome)), done, all});
    } catch (...) {
      if (!failure) failure = std::current_exception();
      stop.cancel();
    }
    if (--left == 0 && waiter) std::exchange(waiter, {}).resume();
  }
};

/// Waits for the last batch; abandoned, it ends them.
struct LastOf {
  std::shared_ptr<UnderWay> calls;

  explicit LastOf(std::shared_ptr<UnderWay> calls) : calls(std::move(calls)) {}
  LastOf(const LastOf&) = delete;
  LastOf& operator=(const LastOf&) = delete;
  ~LastOf() {
    calls->waiter = {};
    calls->stop.cancel();
  }

  bool await_ready() const { return calls->left == 0; }
  void await_suspend(std::coroutine_handle<> coroutine) const { calls->waiter = coroutine; }
  void await_resume() const {
    if (calls->failure) std::rethrow_exception(calls->failure);
  }
};

}  // namespace

Task<void> API::read_metrics_for_chart(ChartQuery query, ChartSink sink, CancelToken cancel) const {
  if (query.metrics.empty() && query.parameters.empty()) {
    throw Error(ErrorCode::invalid_argument, "get_metrics_for_chart needs metrics or parameters");
  }
  const API self = *this;
  co_await self.require_experiments(query.experiments, cancel);
  throw_if_cancelled(cancel);
  const std::vector<Keys> batches = batches_of(query);
  std::size_t all = 0;
  for (const Keys& keys : batches) all += keys.size();
  const auto calls = std::make_shared<UnderWay>(std::move(sink), batches.size(), all);
  LastOf last(calls);
  const CancelCallback given_up(cancel, [calls] { calls->stop.cancel(); });
  for (std::size_t i = 0; i < batches.size(); ++i) {
    start<Answer>(self.state_->client->ask(
                      {endpoints::kChart, {}, body_of(query, batches[i])},
                      [] { return std::make_unique<ColumnDecoder<ChartDecoder>>(); },
                      self.state_->caller, calls->stop.token()),
                  [calls, i, asked = batches[i].size()](const Outcome<Answer>& outcome) {
                    calls->take(i, asked, outcome);
                  });
  }
  co_await last;
}

Task<std::vector<ChartExperiment>> API::get_metrics_for_chart(ChartQuery query,
                                                              CancelToken cancel) const {
  const API self = *this;
  std::vector<std::vector<ChartExperiment>> parts;
  const auto keep = [&](const ChartPart& part) {
    parts.resize(std::max(parts.size(), part.index + 1));
    parts[part.index] = part.experiments;
  };
  co_await self.read_metrics_for_chart(std::move(query), keep, cancel);
  std::vector<ChartExperiment> chart;
  for (auto& part : parts) std::ranges::move(part, std::back_inserter(chart));
  co_return chart;
}

}  // namespace perihelion
