#include <gtest/gtest.h>

#include "json.h"
#include "perihelion/api.h"
#include "perihelion/error.h"
#include "scripted_transport.h"

namespace perihelion {
namespace {

using testing::ScriptedTransport;

class ScopeTest : public ::testing::TestWithParam<Scope> {
 protected:
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();

  API panel(Scope scope) {
    const auto client =
        std::make_shared<RestClient>(transport, ClientOptions{.base_url = "http://h"});
    return API(client,
               PanelContext::from_json(
                   parse_json(R"({"workspace":"ws","projectName":"pj","experimentKeys":["k1"]})")),
               scope);
  }

  void expect_forbidden(auto call) {
    const std::size_t before = transport->requests.size();
    try {
      run(call());
      FAIL() << "it lies outside the scope";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::forbidden) << error.what();
    }
    EXPECT_EQ(transport->requests.size(), before) << "nothing may be asked for first";
  }
};

TEST_F(ScopeTest, ContextReachesItsExperimentsOnly) {
  const API api = panel(Scope::context);
  transport->expect(R"({"experimentKey":"k1"})");
  EXPECT_TRUE(run(api.get_experiment("k1")).has_value());
  expect_forbidden([&] { return api.get_experiment_metadata("k2"); });
  expect_forbidden([&] { return api.get_experiment("k2"); });
  expect_forbidden([&] { return api.get_experiment_metric("k2", "loss"); });
  expect_forbidden([&] { return api.get_experiment_metrics_summaries("k2"); });
  expect_forbidden([&] { return api.get_experiment_parameters_summaries("k2"); });
  expect_forbidden([&] {
    return api.get_metrics_for_chart({.experiments = {"k1", "k2"}, .metrics = {"loss"}});
  });
  expect_forbidden([&] { return api.get_experiments("ws", "pj"); });
  expect_forbidden([&] { return api.get_experiments("ws"); });
}

TEST_F(ScopeTest, NoScopeButAllSeesOtherWorkspaces) {
  for (const Scope scope : {Scope::context, Scope::project, Scope::workspace}) {
    const API api = panel(scope);
    expect_forbidden([&] { return api.get_workspaces(); });
    expect_forbidden([&] { return api.get_projects("other"); });
    expect_forbidden([&] { return api.get_project({"other", "pj", {}}); });
    expect_forbidden([&] { return api.get_project({{}, {}, "some-id"}); });
    expect_forbidden([&] { return api.get_experiments("other", "pj"); });
  }
}

TEST_F(ScopeTest, ProjectReachesExperimentsWhoseMetadataPutsThemThere) {
  const API api = panel(Scope::project);
  transport->expect(R"({"experimentKey":"k2","workspaceName":"ws","projectName":"pj"})");
  transport->expect(R"({"values":[]})");
  run(api.get_experiment_metrics_summaries("k2"));
  transport->expect(R"({"values":[]})");
  run(api.get_experiment_parameters_summaries("k2"));
  EXPECT_EQ(transport->requests.size(), 3) << "membership is asked for once";

  transport->expect(R"({"experimentKey":"k3","workspaceName":"ws","projectName":"other"})");
  EXPECT_THROW(run(api.get_experiment_metrics_summaries("k3")), Error);
  EXPECT_EQ(transport->requests.size(), 4) << "the metrics were not asked for";
  expect_forbidden([&] { return api.get_projects("ws"); });
  expect_forbidden([&] { return api.get_project({"ws", "other", {}}); });
}

TEST_F(ScopeTest, WhatAListingSaysOfExperimentsIsNotAskedForAgain) {
  const auto context = PanelContext::from_json(parse_json(R"({"projectId":"p1"})"));
  const API api(std::make_shared<RestClient>(transport, ClientOptions{.base_url = "http://h"}),
                context, Scope::context);
  transport->expect(R"({"experiments":[{"experimentKey":"k1","projectId":"p1"},)"
                    R"({"experimentKey":"k2","projectId":"other"}]})");
  run(api.get_panel_experiments());
  transport->expect(R"({"values":[]})");
  run(api.get_experiment_metrics_summaries("k1"));
  EXPECT_EQ(transport->requests.size(), 2);

  transport->expect(R"({"experimentKey":"k2","projectId":"other"})");
  EXPECT_THROW(run(api.get_experiment_metrics_summaries("k2")), Error);
}

TEST_F(ScopeTest, APanelWithoutAWorkspaceReachesNone) {
  const API api(std::make_shared<RestClient>(transport, ClientOptions{.base_url = "http://h"}),
                PanelContext::from_json(parse_json("{}")), Scope::workspace);
  transport->expect(R"({"experimentKey":"k1"})");
  EXPECT_THROW(run(api.get_experiment_metrics_summaries("k1")), Error);
}

TEST_F(ScopeTest, WorkspaceReachesItsProjects) {
  const API api = panel(Scope::workspace);
  transport->expect(R"({"projects":[]})");
  transport->expect(R"({"experiments":[]})");
  transport->expect(R"({"experimentKey":"k3","workspaceName":"elsewhere","projectName":"pj"})");
  EXPECT_TRUE(run(api.get_projects("ws")).as_array().empty());
  EXPECT_TRUE(run(api.get_experiments("ws", "other")).empty());
  EXPECT_THROW(run(api.get_experiment_metrics_summaries("k3")), Error);
}

}  // namespace
}  // namespace perihelion
