#include <gtest/gtest.h>

#include "json.h"
#include "perihelion/api.h"
#include "perihelion/error.h"
#include "scripted_transport.h"

namespace perihelion {
namespace {

using testing::ScriptedAnswer;
using testing::ScriptedTransport;

std::vector<std::string> keys(int first, int end) {
  std::vector<std::string> out;
  for (int i = first; i < end; ++i) out.push_back("k" + std::to_string(i));
  return out;
}

/// What the server answers about these experiments.
std::string chart_of(const std::vector<std::string>& experiments) {
  std::string body;
  for (const std::string& key : experiments) {
    body += (body.empty() ? "" : ",") + ('"' + key + R"(":{"experimentKey":")" + key) +
            R"(","empty":false,"metrics":[{"metricName":"loss","values":[1,2],"steps":[0,1]}]})";
  }
  return R"({"experiments":{)" + body + R"(},"empty":false})";
}

std::vector<std::string> keys_of(const std::vector<ChartExperiment>& chart) {
  std::vector<std::string> out;
  for (const ChartExperiment& experiment : chart) out.push_back(experiment.experiment_key);
  return out;
}

class ChartApiTest : public ::testing::Test {
 protected:
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  std::shared_ptr<const RestClient> client =
      std::make_shared<RestClient>(transport, ClientOptions{.base_url = "http://h"});
  API api{client};

  static ChartQuery losses(std::vector<std::string> experiments) {
    return {.experiments = std::move(experiments), .metrics = {"loss"}, .parameters = {}};
  }

  std::vector<std::string> asked(std::size_t request) const {
    std::vector<std::string> out;
    const Value body = parse_json(transport->requests.at(request).body);
    for (const Value& key : body["targetedExperiments"].as_array()) out.push_back(key.as_string());
    return out;
  }

  void expect_batches(int count, int size = 20) {
    for (int at = 0; at < count; at += size) {
      transport->expect(chart_of(keys(at, std::min(at + size, count))));
    }
  }
};

TEST_F(ChartApiTest, ManyExperimentsAreAskedForInBatches) {
  expect_batches(50);
  const auto chart = run(api.get_metrics_for_chart(losses(keys(0, 50))));
  EXPECT_EQ(keys_of(chart), keys(0, 50));
  ASSERT_EQ(transport->requests.size(), 3);
  EXPECT_EQ(asked(1), keys(20, 40));
  EXPECT_EQ(asked(2), keys(40, 50));
}

TEST_F(ChartApiTest, OfVeryManyExperimentsABatchTakesMore) {
  expect_batches(250, 100);
  EXPECT_EQ(run(api.get_metrics_for_chart(losses(keys(0, 250)))).size(), 250);
  ASSERT_EQ(transport->requests.size(), 3);
  EXPECT_EQ(asked(2), keys(200, 250));
}

TEST_F(ChartApiTest, BatchesAreSmallerWhereThereIsMoreOfEach) {
  for (int i = 0; i < 5 + 1 + 1; ++i) transport->expect(chart_of({}));
  ChartQuery query = losses(keys(0, 50));
  query.metrics.assign(10, "loss");
  run(api.get_metrics_for_chart(query));
  EXPECT_EQ(asked(0), keys(0, 10));
  EXPECT_EQ(transport->requests.size(), 5);
  query = losses(keys(0, 2));
  query.metrics.assign(500, "loss");
  query.fetch_full = true;
  run(api.get_metrics_for_chart(query));
  EXPECT_EQ(asked(5), keys(0, 1));
  EXPECT_EQ(asked(6), keys(1, 2));
}

TEST_F(ChartApiTest, AnExperimentThatIsNamedTwiceIsAskedForOnce) {
  transport->expect(chart_of({"a", "b"}));
  run(api.get_metrics_for_chart(losses({"a", "b", "a"})));
  EXPECT_EQ(asked(0), (std::vector<std::string>{"a", "b"}));
}

TEST_F(ChartApiTest, PartsComeAsTheyArriveAndTheWholeIsInOrder) {
  transport->expect(ScriptedAnswer{
      .status = 200, .pieces = {"{", R"("experiments":{}})", " ", " "}, .failure = {}});
  transport->expect(chart_of(keys(20, 25)));
  std::vector<std::size_t> order;
  std::vector<std::size_t> done;
  run(api.read_metrics_for_chart(losses(keys(0, 25)), [&](const ChartPart& part) {
    order.push_back(part.index);
    done.push_back(part.done);
    EXPECT_EQ(part.all, 25);
    EXPECT_EQ(part.experiments.size(), part.index == 0 ? 0 : 5);
  }));
  EXPECT_EQ(order, (std::vector<std::size_t>{1, 0}));
  EXPECT_EQ(done, (std::vector<std::size_t>{5, 25}));
}

TEST_F(ChartApiTest, OneFailureEndsTheOthers) {
  transport->expect(R"({"msg":"no"})", 400);
  transport->expect(ScriptedAnswer{.status = 200, .pieces = {"{", "}", " "}, .failure = {}});
  try {
    run(api.get_metrics_for_chart(losses(keys(0, 40))));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  }
  transport->expect("{}");
  run(api.get_workspaces());
}

TEST_F(ChartApiTest, WhatASinkThrowsEndsTheCall) {
  expect_batches(60);
  int parts = 0;
  const auto stop = [&](const ChartPart&) {
    ++parts;
    throw std::runtime_error("enough");
  };
  EXPECT_THROW(run(api.read_metrics_for_chart(losses(keys(0, 60)), stop)), std::runtime_error);
  EXPECT_EQ(parts, 1);
}

TEST_F(ChartApiTest, CancellingEndsAllBatches) {
  expect_batches(1000, 100);
  CancelSource source;
  std::optional<Outcome<std::vector<ChartExperiment>>> outcome;
  start<std::vector<ChartExperiment>>(
      api.get_metrics_for_chart(losses(keys(0, 1000)), source.token()),
      [&](auto ended) { outcome.emplace(std::move(ended)); });
  EXPECT_EQ(transport->requests.size(), 6);
  transport->poll();
  source.cancel();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->index(), 1);
  while (transport->poll()) {
  }
  EXPECT_EQ(transport->requests.size(), 6);
}

TEST_F(ChartApiTest, ABatchThatIsKnownIsNotAskedForAgain) {
  expect_batches(40);
  run(api.get_metrics_for_chart(losses(keys(0, 40))));
  transport->expect(chart_of(keys(40, 41)));
  EXPECT_EQ(run(api.get_metrics_for_chart(losses(keys(0, 41)))).size(), 41);
  EXPECT_EQ(transport->requests.size(), 3);
  EXPECT_EQ(asked(2), keys(40, 41));
  api.clear_cache();
  transport->expect(chart_of(keys(0, 20)));
  run(api.get_metrics_for_chart(losses(keys(0, 20))));
  EXPECT_EQ(transport->requests.size(), 4);
}

TEST_F(ChartApiTest, BytesCountForAllWhoWaitForThem) {
  const API other(client);
  expect_batches(20);
  int ended = 0;
  for (const API& one : {api, other}) {
    start<std::vector<ChartExperiment>>(one.get_metrics_for_chart(losses(keys(0, 20))),
                                        [&](const auto&) { ++ended; });
  }
  while (transport->poll()) {
  }
  EXPECT_EQ(ended, 2);
  EXPECT_EQ(transport->requests.size(), 1);
  EXPECT_EQ(api.received(), static_cast<std::int64_t>(chart_of(keys(0, 20)).size()));
  EXPECT_EQ(other.received(), api.received());
}

TEST_F(ChartApiTest, AnAnswerBeyondTheBoundIsRefused) {
  const API small(std::make_shared<RestClient>(
      transport, ClientOptions{.base_url = "http://h", .max_series_bytes = 10'000}));
  const auto refuses = [&](const std::string& body, auto call) {
    transport->expect(body);
    try {
      run(call());
      ADD_FAILURE() << "no error came";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::too_large);
      EXPECT_NE(std::string(error.what()).find("10000 bytes"), std::string::npos) << error.what();
    }
  };
  std::string points = R"({"metrics":[{"step":0})";
  for (int i = 1; i < 1000; ++i) points += R"(,{"step":1})";
  refuses(points + "]}", [&] { return small.get_experiment_metric("k", "loss"); });
  std::string numbers = R"({"experiments":{"k":{"metrics":[{"values":[0)";
  for (int i = 1; i < 2000; ++i) numbers += ",1";
  refuses(numbers, [&] { return small.get_metrics_for_chart(losses({"k"})); });
  EXPECT_EQ(transport->requests.size(), 2) << "no retry would help";
}

TEST_F(ChartApiTest, ThoseInSightGoFirst) {
  const API hidden(client);
  hidden.set_in_sight(false);
  expect_batches(200);
  for (int i = 0; i < 2; ++i) transport->expect("{}");
  const auto ignore = [](const auto&) {};
  const auto full = [](std::vector<std::string> experiments) {
    ChartQuery query = losses(std::move(experiments));
    query.fetch_full = true;
    return query;
  };
  start<std::vector<ChartExperiment>>(hidden.get_metrics_for_chart(full(keys(0, 200))), ignore);
  start<Value>(api.get_experiment_metadata("a"), ignore);
  start<Value>(api.get_experiment_metadata("b"), ignore);
  // What a hidden one waits for too is wanted by one in sight.
  start<std::vector<ChartExperiment>>(api.get_metrics_for_chart(full(keys(180, 200))), ignore);
  while (transport->poll()) {
  }
  ASSERT_EQ(transport->requests.size(), 12);
  EXPECT_EQ(asked(6), keys(180, 200));
  EXPECT_TRUE(transport->requests.at(7).url.ends_with("experimentKey=a"));
  EXPECT_TRUE(transport->requests.at(8).url.ends_with("experimentKey=b"));
  EXPECT_EQ(asked(9), keys(120, 140));
}

TEST_F(ChartApiTest, AnApiTakesThePlaceOfAnother) {
  transport->expect(R"({"workspaceNames":[]})");
  run(api.get_workspaces());
  api.use_cache(false);
  const API next(client);
  next.resume(parse_json(write_json(api.history())));
  EXPECT_EQ(next.get_panel_request_count(), 1);
  EXPECT_EQ(next.get_panel_report(), api.get_panel_report());
  EXPECT_EQ(next.received(), api.received());
  transport->expect(R"({"workspaceNames":[]})");
  run(next.get_workspaces());
  EXPECT_EQ(transport->requests.size(), 2) << "the cache is off";
}

}  // namespace
}  // namespace perihelion
