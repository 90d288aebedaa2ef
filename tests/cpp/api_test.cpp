#include "perihelion/api.h"

#include <gtest/gtest.h>

#include <cmath>

#include "json.h"
#include "perihelion/error.h"
#include "scripted_transport.h"

namespace perihelion {
namespace {

using testing::ScriptedTransport;

class ApiTest : public ::testing::Test {
 protected:
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  std::shared_ptr<const RestClient> client =
      std::make_shared<RestClient>(transport, ClientOptions{.base_url = "http://h"});
  API api{client};

  API panel(std::string_view context) {
    return API(client, PanelContext::from_json(parse_json(context)));
  }

  std::string path(std::size_t request) const {
    return transport->requests.at(request).url.substr(std::string("http://h/api/rest/v2/").size());
  }
};

TEST_F(ApiTest, Workspaces) {
  transport->expect(R"({"workspaceNames":["a","b"]})");
  EXPECT_EQ(run(api.get_workspaces()), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(path(0), "workspaces");
}

TEST_F(ApiTest, ProjectsAreTheSeedsDetails) {
  transport->expect(R"({"projects":[{"projectId":"p1","projectName":"one"}]})");
  const Value projects = run(api.get_projects("ws"));
  EXPECT_EQ(projects.as_array().at(0)["projectName"], Value("one"));
  EXPECT_EQ(path(0), "projects?workspaceName=ws");
}

TEST_F(ApiTest, ProjectByNamesOrIdAndNoneWhereMissing) {
  transport->expect(R"({"projectId":"p1"})");
  transport->expect(R"({"projectId":"p1"})");
  transport->expect(R"({"msg":"no"})", 404);
  EXPECT_TRUE(run(api.get_project({"ws", "pj", {}})).has_value());
  EXPECT_TRUE(run(api.get_project({{}, {}, "p1"})).has_value());
  EXPECT_FALSE(run(api.get_project({"ws", "missing", {}})).has_value());
  EXPECT_EQ(path(0), "project?workspaceName=ws&projectName=pj");
  EXPECT_EQ(path(1), "project?projectId=p1");
}

TEST_F(ApiTest, MetricsFrameHasARowForEachPlaceOfAnExperiment) {
  const std::string chart = R"({"experiments":{
    "k2":{"experimentName":"two","metrics":[
      {"metricName":"loss","values":[5,1],"steps":[4,0],"durations":[7,7]}]},
    "k1":{"metrics":[
      {"metricName":"loss","values":[8,null,6],"steps":[2,3,4],"durations":[0,5,10]},
      {"metricName":"other","values":[1],"steps":[3],"durations":[1]}]}}})";
  const MetricsFrameQuery query{.experiment_keys = {"k1", "k2"}, .metrics = {"other", "loss"}};
  transport->expect(chart);
  const auto frame = run(api.get_metrics_df(query)).value();
  const std::vector<std::string> keys{"k1", "k1", "k1", "k1", "k2", "k2", "k2", "k2"};
  EXPECT_EQ(frame.experiment_key, keys);
  EXPECT_EQ(frame.experiment_name.back(), "two");
  EXPECT_EQ(frame.x, (std::vector<double>{0, 2, 3, 4, 0, 2, 3, 4}));
  EXPECT_TRUE(std::isnan(frame.values[1][0]));
  EXPECT_EQ(std::vector(frame.values[1].begin() + 1, frame.values[1].end()),
            (std::vector<double>{8, 7, 6, 1, 3, 4, 5}));
  EXPECT_EQ(frame.values[0][2], 1);
  MetricsFrameQuery own = query;
  own.interpolate = false;
  // The same question: its answer is kept.
  const auto gaps = run(api.get_metrics_df(own)).value();
  EXPECT_EQ(gaps.x, (std::vector<double>{2, 3, 4, 0, 4}));
  EXPECT_TRUE(std::isnan(gaps.values[1][1]));
  own.experiment_keys = {"k2"};
  own.x_axis = "duration";
  own.interpolate = true;
  transport->expect(R"({"experiments":{"k2":{"metrics":[
    {"metricName":"loss","values":[5,1],"steps":[4,0],"durations":[7,7]}]}}})");
  EXPECT_EQ(run(api.get_metrics_df(own)).value().x, (std::vector<double>{7}));
}

TEST_F(ApiTest, ExperimentsOfAProjectAndOfAWorkspace) {
  transport->expect(R"({"experiments":[{"experimentKey":"k1","experimentName":"run-one"}]})");
  const auto experiments = run(api.get_experiments("ws", "pj"));
  ASSERT_EQ(experiments.size(), 1);
  EXPECT_EQ(experiments[0].name(), "run-one");
  EXPECT_EQ(path(0), "experiments?workspaceName=ws&projectName=pj&archived=False");

  transport->expect(R"({"projects":[{"projectName":"a"},{"projectName":"b"}]})");
  transport->expect(R"({"experiments":[{"experimentKey":"k1"}]})");
  transport->expect(R"({"experiments":[{"experimentKey":"k2"}]})");
  const auto all = run(api.get_experiments("ws"));
  ASSERT_EQ(all.size(), 2);
  EXPECT_EQ(all[1].key(), "k2");
}

TEST_F(ApiTest, AFilterPicksByKeyOrName) {
  transport->expect(
      R"({"experiments":[{"experimentKey":"k1","experimentName":"run-one"},{"experimentKey":"run2","experimentName":null},)"
      R"({"experimentKey":"k3","experimentName":"other"}]})");
  const auto found = run(api.get_experiments(
      "ws", "pj", [](const std::string& text) { return text.starts_with("run"); }));
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].key(), "k1");
  EXPECT_EQ(found[1].key(), "run2");
}

TEST_F(ApiTest, ExperimentByKeyThenByName) {
  transport->expect(R"({"msg":"unknown"})", 400);
  transport->expect(R"({"experiments":[{"experimentKey":"k1","experimentName":"a/b"}]})");
  const auto found = run(api.get_experiment("ws", "pj", "a/b"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->key(), "k1");
  transport->expect(R"({"msg":"unknown"})", 404);
  EXPECT_FALSE(run(api.get_experiment("missing")).has_value());
}

TEST_F(ApiTest, MetricBecomesColumns) {
  transport->expect(R"({"metrics":[{"metricName":"loss","metricValue":"0.5","step":3}]})");
  const MetricSeries series = run(api.get_experiment_metric("k1", "train/loss é"));
  EXPECT_EQ(series.value, Column<double>{0.5});
  EXPECT_EQ(path(0),
            "experiment/metrics/get-metric?experimentKey=k1&metricName=train%2Floss+%C3%A9");
}

TEST_F(ApiTest, ChartPostsWhatTheSdkPosts) {
  transport->expect(R"({"empty":true,"experiments":{}})");
  run(api.get_metrics_for_chart({.experiments = {"k1"}, .metrics = {"loss"}, .parameters = {}}));
  EXPECT_EQ(transport->requests.at(0).body,
            R"({"targetedExperiments": ["k1"], "metrics": ["loss"], "params": null, )"
            R"("independentMetrics": true, "fetchFull": false})");
  EXPECT_THROW(run(api.get_metrics_for_chart({.experiments = {"k1"}})), Error);
}

TEST_F(ApiTest, SummariesAreEmptyWhereTheAnswerIs) {
  transport->expect("{}");
  EXPECT_TRUE(run(api.get_experiment_metrics_summaries("k1")).as_array().empty());
  transport->expect(R"({"values":[{"name":"lr","valueCurrent":"0.1"}]})");
  EXPECT_EQ(run(api.get_experiment_parameters_summaries("k1")).as_array().size(), 1);
}

TEST_F(ApiTest, PanelContextAnswersWithoutRequests) {
  const API of = panel(
      R"({"workspace":"ws","projectName":"pj","projectId":"p1","experimentKeys":["k1","k2"],"metricsNames":["b","sys.cpu","a"],"options":{"x":1}})");
  EXPECT_EQ(run(of.get_panel_experiment_keys()), (std::vector<std::string>{"k1", "k2"}));
  EXPECT_EQ(run(of.get_panel_project_id()), "p1");
  EXPECT_EQ(run(of.get_panel_project_name()), "pj");
  EXPECT_EQ(run(of.get_panel_workspace()), "ws");
  EXPECT_EQ(run(of.get_panel_metrics_names()), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(run(of.get_panel_metrics_names(true)), (std::vector<std::string>{"a", "b", "sys.cpu"}));
  EXPECT_EQ(write_json(of.get_panel_options()), R"({"x":1})");
  EXPECT_TRUE(transport->requests.empty());
}

TEST_F(ApiTest, WhatTheContextLacksIsAskedOfTheServer) {
  const API of = panel(R"({"workspace":"ws","projectName":"pj"})");
  transport->expect(R"({"projectId":"p1","projectName":"pj"})");
  transport->expect(R"({"experiments":[{"experimentKey":"k9"}]})");
  transport->expect(
      R"({"columns":[{"name":"loss","source":"metrics"},{"name":"sys.cpu","source":"metrics"},{"name":"lr","source":"params"}]})");
  EXPECT_EQ(run(of.get_panel_project_id()), "p1");
  EXPECT_EQ(run(of.get_panel_experiment_keys()), std::vector<std::string>{"k9"});
  EXPECT_EQ(run(of.get_panel_metrics_names()), std::vector<std::string>{"loss"});
}

TEST_F(ApiTest, PanelMethodsWithoutAPanelSayWhatToPass) {
  try {
    run(api.get_panel_experiment_keys());
    FAIL() << "there is no panel";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    EXPECT_NE(std::string(error.what()).find("context"), std::string::npos);
  }
}

TEST(PanelContext, RefusesWhatItDoesNotKnow) {
  for (const char* json : {R"({"workspace":1})", R"({"experimentKeys":"k"})", R"({"options":[]})",
                           R"({"unknown":1})", "[]"}) {
    EXPECT_THROW(PanelContext::from_json(parse_json(json)), Error) << json;
  }
}

}  // namespace
}  // namespace perihelion
