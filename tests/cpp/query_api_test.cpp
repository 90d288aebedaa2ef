#include <gtest/gtest.h>

#include <regex>

#include "json.h"
#include "perihelion/api.h"
#include "perihelion/error.h"
#include "scripted_transport.h"

namespace perihelion {
namespace {

using testing::ScriptedTransport;

constexpr std::string_view kColumns = R"({"columns":[
  {"name":"acc","source":"metrics","type":"double"},{"name":"loss","source":"metrics","type":"double"},
  {"name":"lr","source":"params","type":"double"},{"name":"opt","source":"params","type":"string"},
  {"name":"flag","source":"params","type":"boolean"},{"name":"Name","source":"log_other","type":"string"},
  {"name":"duration","source":"metadata","type":"timenumber"},
  {"name":"start_server_timestamp","source":"metadata","type":"datetime"},
  {"name":"os","source":"env_details","type":"string"},{"name":"best","source":"tag","type":"string"},
  {"name":"odd","source":"elsewhere","type":"string"}]})";

constexpr std::string_view kExperiments = R"({"experiments":[
  {"experimentKey":"k1","experimentName":"one"},{"experimentKey":"k2","experimentName":"two"},
  {"experimentKey":"k3","experimentName":"three"}]})";

class QueryApiTest : public ::testing::Test {
 protected:
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  std::shared_ptr<const RestClient> client =
      std::make_shared<RestClient>(transport, ClientOptions{.base_url = "http://h"});
  API api{client};

  std::vector<std::string> keys_of(const std::vector<APIExperiment>& experiments) {
    std::vector<std::string> keys;
    for (const auto& experiment : experiments) keys.push_back(experiment.key());
    return keys;
  }

  /// The predicates that a fresh API asks for.
  std::vector<std::string> predicates(const Predicate& query) {
    transport = std::make_shared<ScriptedTransport>();
    client = std::make_shared<RestClient>(transport, ClientOptions{.base_url = "http://h"});
    api = API(client);
    transport->expect(std::string(kColumns));
    for (int i = 0; i < 64; ++i) transport->expect(R"({"experimentKeys":[]})");
    run(api.query("ws", "pj", query));
    std::vector<std::string> out;
    for (const Request& request : transport->requests) {
      if (request.body.empty()) continue;
      const auto begin = request.body.find('[');
      out.push_back(request.body.substr(begin, request.body.rfind(']') + 1 - begin));
    }
    return out;
  }
};

TEST_F(QueryApiTest, SendsWhatCometMlSends) {
  EXPECT_EQ(
      predicates((Metric("loss") < .1) & (Parameter("lr") >= .3)),
      std::vector<std::string>{
          R"([{"source": "metrics", "query": {"condition": "AND", "rules": [{"id": "loss", )"
          R"("field": "loss", "type": "double", "operator": "less", "value": 0.1}], "valid": true}}, )"
          R"({"source": "params", "query": {"condition": "AND", "rules": [{"id": "lr", )"
          R"("field": "lr", "type": "double", "operator": "greater_or_equal", "value": 0.3}], )"
          R"("valid": true}}])"});
  EXPECT_EQ(transport->requests.at(1).body.substr(0, 44),
            R"({"workspaceName": "ws", "projectName": "pj",)");
  EXPECT_TRUE(transport->requests.at(1).body.ends_with(R"(, "archived": false})"));
}

TEST_F(QueryApiTest, FillsTheExperimentsFromOneListingInTheServersOrder) {
  transport->expect(std::string(kColumns));
  transport->expect(R"({"experimentKeys":["k3","k1"]})");
  transport->expect(std::string(kExperiments));
  const auto found = run(api.query("ws", "pj", Tag("best")));
  EXPECT_EQ(keys_of(found), (std::vector<std::string>{"k3", "k1"}));
  EXPECT_EQ(found[0].name(), "three");
  EXPECT_EQ(transport->requests.size(), 3U);
}

TEST_F(QueryApiTest, AsksForThoseThatTheListingLeftOut) {
  transport->expect(std::string(kColumns));
  transport->expect(R"({"experimentKeys":["k9","k1","k8"]})");
  transport->expect(std::string(kExperiments));
  transport->expect(R"({"experimentKey":"k9","experimentName":"nine"})");
  transport->expect("{}", 404);
  EXPECT_EQ(keys_of(run(api.query("ws", "pj", Tag("best")))),
            (std::vector<std::string>{"k9", "k1"}));
}

TEST_F(QueryApiTest, AlternativesAreUnitedInOrderEachOnce) {
  transport->expect(std::string(kColumns));
  transport->expect(R"({"experimentKeys":["k3","k1"]})");
  transport->expect(R"({"experimentKeys":["k1","k2"]})");
  transport->expect(std::string(kExperiments));
  const auto found = run(api.query("ws", "pj", Tag("best") | (Metric("acc") > 1)));
  EXPECT_EQ(keys_of(found), (std::vector<std::string>{"k3", "k1", "k2"}));
  EXPECT_EQ(transport->requests.size(), 4U);
}

TEST_F(QueryApiTest, NegationGoesInwards) {
  const auto a = Metric("acc") > 1;
  const auto b = Parameter("lr") < 2;
  const Tag best("best");
  EXPECT_EQ(predicates(~(a & b & best)).size(), 3U);
  EXPECT_EQ(predicates(~(a | b)).size(), 1U);
  EXPECT_EQ(predicates((a | b) & (~best | ~~b)).size(), 4U);
  EXPECT_EQ(predicates(a | a).size(), 1U);
}

TEST_F(QueryApiTest, TooManyAlternativesAreRefusedBeforeAnyRequest) {
  Predicate query = (Metric("acc") > 0) | Tag("0");
  for (int i = 1; i < 7; ++i) query = query & ((Metric("acc") > i) | Tag(std::to_string(i)));
  try {
    run(api.query("ws", "pj", query));
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    EXPECT_NE(std::string(error.what()).find("more than 64 alternatives"), std::string::npos);
  }
  EXPECT_TRUE(transport->requests.empty());
}

TEST_F(QueryApiTest, AnUnknownColumnMatchesNothingAndTheReportNamesTheNearest) {
  transport->expect(std::string(kColumns));
  EXPECT_TRUE(run(api.query("ws", "pj", (Metric("los") < 1) & Tag("best"))).empty());
  EXPECT_EQ(transport->requests.size(), 1U);
  EXPECT_NE(
      api.get_panel_report().find(
          R"(warning: the project has no column Metric("los"); the nearest is Metric("loss"))"),
      std::string::npos);
  EXPECT_EQ(predicates((Metric("nowhere to be found") < 1) | Tag("best")).size(), 1U);
  EXPECT_NE(api.get_panel_report().find("no column Metric(\"nowhere to be found\")\n"),
            std::string::npos);
  EXPECT_EQ(predicates(Metric("lr") < 1).size(), 0U);
  EXPECT_NE(api.get_panel_report().find(R"(Metric("lr"); the nearest is Parameter("lr"))"),
            std::string::npos);
}

TEST_F(QueryApiTest, OperatorsThatAColumnsTypeDoesNotHaveAreRefused) {
  for (const auto& query : {Metric("acc").contains("1"), Parameter("opt").between(1, 2)}) {
    transport->expect(std::string(kColumns));
    EXPECT_THROW(run(api.query("ws", "pj", query)), Error);
  }
}

TEST_F(QueryApiTest, APanelFindsOnlyWhatItMayRead) {
  const API panel(client, PanelContext::from_json(parse_json(
                              R"({"workspace":"ws","projectName":"pj","experimentKeys":["k2"]})")));
  transport->expect(std::string(kColumns));
  transport->expect(R"({"experimentKeys":["k3","k2"]})");
  transport->expect(std::string(kExperiments));
  EXPECT_EQ(keys_of(run(panel.query({}, {}, Tag("best")))), std::vector<std::string>{"k2"});
  EXPECT_THROW(run(panel.query("ws", "another", Tag("best"))), Error);
}

TEST_F(QueryApiTest, TheReportDoesNotTellAPanelHowManyOthersThereAre) {
  const auto report_of = [&](const std::string& found, const std::string& listed) {
    const API panel(client,
                    PanelContext::from_json(parse_json(
                        R"({"workspace":"ws","projectName":"pj","experimentKeys":["k2"]})")));
    transport->expect(R"({"experimentKeys":[)" + found + "]}");
    transport->expect(R"({"experiments":[{"experimentKey":"k2"})" + listed + "]}");
    EXPECT_EQ(run(panel.query_project({}, {}, Value::Array{})).size(), 1U);
    const std::string report = panel.get_panel_report();
    EXPECT_NE(report.find("project/query: 1 requests"), std::string::npos);
    // The times differ from run to run.
    return std::regex_replace(report, std::regex("[0-9]+ ms"), "");
  };
  EXPECT_EQ(report_of(R"("k2")", ""),
            report_of(R"("k1","k2","k3")", R"(,{"experimentKey":"k1"},{"experimentKey":"k3"})"));
}

TEST_F(QueryApiTest, ThePanelsQueryChoosesItsExperiments) {
  const API panel(client,
                  PanelContext::from_json(parse_json(
                      R"json({"workspace":"ws","projectName":"pj","query":"Tag('best')"})json")));
  for (int i = 0; i < 2; ++i) {
    transport->expect(std::string(kColumns));
    transport->expect(R"({"experimentKeys":["k3","k2"]})");
    transport->expect(std::string(kExperiments));
  }
  EXPECT_EQ(run(panel.get_panel_experiment_keys()), (std::vector<std::string>{"k3", "k2"}));
  EXPECT_EQ(keys_of(run(panel.get_panel_experiments())), (std::vector<std::string>{"k3", "k2"}));
}

TEST_F(QueryApiTest, ThePanelsQueryChoosesAmongItsKeysInEveryScope) {
  const Value context = parse_json(
      R"json({"workspace":"ws","projectName":"pj","query":"Tag('best')","experimentKeys":["k2"]})json");
  for (const Scope scope : {Scope::context, Scope::project, Scope::all}) {
    const API panel(client, PanelContext::from_json(context), scope);
    transport->expect(std::string(kColumns));
    transport->expect(R"({"experimentKeys":["k3","k2"]})");
    transport->expect(std::string(kExperiments));
    EXPECT_EQ(run(panel.get_panel_experiment_keys()), std::vector<std::string>{"k2"});
  }
}

TEST_F(QueryApiTest, AContextWhoseQueryIsNoneIsRefused) {
  EXPECT_THROW(PanelContext::from_json(parse_json(R"json({"query":"Metric('a')"})json")), Error);
}

TEST_F(QueryApiTest, AProjectGivenByItsIdIsAskedForByItsNames) {
  const API panel(client, PanelContext::from_json(parse_json(R"({"projectId":"p1"})")));
  transport->expect(std::string(kColumns));
  transport->expect(R"({"projectId":"p1","workspaceName":"ws","projectName":"pj"})");
  transport->expect(R"({"experimentKeys":[]})");
  EXPECT_TRUE(run(panel.query({}, {}, Tag("best"))).empty());
  EXPECT_NE(transport->requests.at(2).body.find(R"("projectName": "pj")"), std::string::npos);
}

TEST_F(QueryApiTest, PredicatesInCometsJsonAreSentAsTheyAre) {
  transport->expect(R"({"experimentKeys":["k2"]})");
  transport->expect(std::string(kExperiments));
  const auto found = run(api.query_project("ws", "pj", Value::Array{}, true));
  EXPECT_EQ(keys_of(found), std::vector<std::string>{"k2"});
  EXPECT_EQ(transport->requests.at(0).body,
            R"({"workspaceName": "ws", "projectName": "pj", "predicates": [], "archived": true})");
  EXPECT_TRUE(transport->requests.at(1).url.ends_with("&archived=True"));
  EXPECT_THROW(run(api.query_project("ws", "pj", Value("text"))), Error);
}

TEST_F(QueryApiTest, VariablesOfAProjectAreReadyForUse) {
  transport->expect(std::string(kColumns));
  const auto variables = run(api.get_query_variables({"ws", "pj", {}}));
  ASSERT_EQ(variables.size(), 10U);
  EXPECT_EQ((std::get<Metric>(variables[0]) < 1).to_string(), R"(Metric("acc") < 1)");
  EXPECT_EQ(std::get<Metadata>(variables[7]).type(), "datetime");
  EXPECT_EQ((~std::get<Tag>(variables[9])).to_string(), R"(~Tag("best"))");
}

TEST_F(QueryApiTest, ColumnsThatAreIncompleteAreNoVariables) {
  const std::string odd = R"({"columns":[{"name":"a"},{"source":"metrics"},null,
    {"name":"","source":"params","type":"double"},{"name":null,"source":"params"},
    {"name":"loss","source":"metrics","type":"double"}]})";
  transport->expect(odd);
  EXPECT_EQ(run(api.get_query_variables({"ws", "pj", {}})).size(), 1U);
  transport->expect(odd);
  EXPECT_TRUE(run(api.query("ws", "pj", Metric("los") < 1)).empty());
  EXPECT_NE(api.get_panel_report().find(R"(the nearest is Metric("loss"))"), std::string::npos);
}

}  // namespace
}  // namespace perihelion
