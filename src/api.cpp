#include "perihelion/api.h"

#include <algorithm>

#include "api_state.h"
#include "chart_decoder.h"
#include "endpoints.h"
#include "metric_decoder.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

void require_text(const std::string& text, std::string_view argument) {
  if (!text.empty()) return;
  throw Error(ErrorCode::invalid_argument, std::string(argument) + " must not be empty");
}

RestClient::Params params_of(const ProjectRef& project) {
  if (!project.project_id.empty()) return {{"projectId", project.project_id}};
  return {{"workspaceName", project.workspace}, {"projectName", project.project_name}};
}

/// The list under that name; an empty one where the server left it out, as it may.
Value list_in(Value answer, std::string_view member) {
  Value list = answer.take(member);
  if (list.is_null()) return Value::Array();
  list.as_array();
  return list;
}

std::vector<std::string> texts(const Value& list) {
  std::vector<std::string> out;
  for (const Value& item : list.as_array()) out.push_back(item.as_string());
  return out;
}

Value names(const std::vector<std::string>& texts) {
  return Value::Array(texts.begin(), texts.end());
}

/// Old servers answer 400 for an experiment that they don't know, newer ones 404.
bool is_unknown(const Error& error) { return error.status() == 404 || error.status() == 400; }

std::optional<std::string> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

API::API(std::shared_ptr<const RestClient> client)
    : state_(std::make_shared<State>(State{std::move(client), std::nullopt, Scope::all, {}})) {}

API::API(std::shared_ptr<const RestClient> client, PanelContext context, Scope scope)
    : state_(std::make_shared<State>(State{std::move(client), std::move(context), scope, {}})) {}

Task<std::vector<std::string>> API::get_workspaces(CancelToken cancel) const {
  if (state_->scope != Scope::all) require_workspace({});
  const auto client = state_->client;
  co_return texts(
      list_in(co_await client->get(endpoints::kWorkspaces, {}, cancel), "workspaceNames"));
}

Task<Value> API::get_projects(std::string workspace, CancelToken cancel) const {
  if (workspace.empty()) workspace = panel("get_projects").workspace;
  require_text(workspace, "workspace");
  require_workspace(workspace);
  const auto client = state_->client;
  co_return list_in(
      co_await client->get(endpoints::kProjects, {{"workspaceName", workspace}}, cancel),
      "projects");
}

Task<std::optional<Value>> API::get_project(ProjectRef project, CancelToken cancel) const {
  project = or_panels(std::move(project), "get_project");
  require_project(project);
  const auto client = state_->client;
  try {
    co_return co_await client->get(endpoints::kProject, params_of(project), cancel);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
  }
  co_return std::nullopt;
}

Task<Value> API::list_experiments(ProjectRef project, CancelToken cancel) const {
  RestClient::Params params = params_of(project);
  params.emplace_back("archived", "False");
  co_return list_in(
      co_await state_->client->get(endpoints::kExperiments, std::move(params), cancel),
      "experiments");
}

Task<std::vector<APIExperiment>> API::get_experiments(std::string workspace,
                                                      std::string project_name,
                                                      ExperimentFilter filter,
                                                      CancelToken cancel) const {
  const API self = *this;
  if (filter && project_name.empty()) {
    throw Error(ErrorCode::invalid_argument, "a pattern needs a project_name to look in");
  }
  std::vector<ProjectRef> projects;
  if (workspace.empty() || !project_name.empty()) {
    projects.push_back(self.or_panels({workspace, project_name, {}}, "get_experiments"));
    self.require_project(projects.back());
    if (self.state_->scope == Scope::context && self.state_->context->experiment_keys) {
      throw Error(
          ErrorCode::forbidden,
          "the list of all experiments lies outside this panel's scope, which is its context");
    }
  } else {
    const Value all = co_await self.get_projects(workspace, cancel);
    for (const Value& project : all.as_array()) {
      projects.push_back({workspace, project["projectName"].as_string(), {}});
    }
  }

  std::vector<APIExperiment> found;
  for (const ProjectRef& project : projects) {
    const Value listed = co_await self.list_experiments(project, cancel);
    for (const Value& metadata : listed.as_array()) {
      APIExperiment experiment(metadata);
      if (!filter || filter(experiment.key()) ||
          (!experiment.name().empty() && filter(experiment.name()))) {
        found.push_back(std::move(experiment));
      }
    }
  }
  co_return found;
}

Task<std::optional<APIExperiment>> API::get_experiment(std::string experiment_key,
                                                       CancelToken cancel) const {
  const API self = *this;
  try {
    co_return APIExperiment(
        co_await self.get_experiment_metadata(std::move(experiment_key), cancel));
  } catch (const Error& error) {
    if (!is_unknown(error)) throw;
  }
  co_return std::nullopt;
}

Task<std::optional<APIExperiment>> API::get_experiment(std::string workspace,
                                                       std::string project_name,
                                                       std::string experiment,
                                                       CancelToken cancel) const {
  const API self = *this;
  const ProjectRef project =
      self.or_panels({std::move(workspace), std::move(project_name), {}}, "get_experiment");
  self.require_project(project);
  // A name is no key: outside of scope `all` the metadata of an unknown key is not ours to ask for.
  if (self.state_->scope == Scope::all) {
    if (auto by_key = co_await self.get_experiment(experiment, cancel)) co_return by_key;
  }
  const Value listed = co_await self.list_experiments(project, cancel);
  for (const Value& metadata : listed.as_array()) {
    APIExperiment candidate(metadata);
    if (candidate.key() != experiment && candidate.name() != experiment) continue;
    co_await self.require_experiments({candidate.key()}, cancel);
    co_return candidate;
  }
  co_return std::nullopt;
}

Task<Value> API::get_experiment_metadata(std::string experiment_key, CancelToken cancel) const {
  require_text(experiment_key, "experiment_key");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  co_return co_await self.state_->client->get(endpoints::kMetadata,
                                              {{"experimentKey", experiment_key}}, cancel);
}

Task<MetricSeries> API::get_experiment_metric(std::string experiment_key, std::string metric,
                                              CancelToken cancel) const {
  require_text(experiment_key, "experiment_key");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  MetricDecoder decoder(metric);
  MetricSeries series;
  co_await self.state_->client->stream(
      endpoints::kMetric, {{"experimentKey", experiment_key}, {"metricName", metric}}, {},
      {.feed = [&](std::string_view piece) { decoder.feed(piece); },
       .finish = [&] { series = decoder.finish(); }},
      cancel);
  co_return series;
}

Task<std::vector<ChartExperiment>> API::get_metrics_for_chart(ChartQuery query,
                                                              CancelToken cancel) const {
  if (query.metrics.empty() && query.parameters.empty()) {
    throw Error(ErrorCode::invalid_argument, "get_metrics_for_chart needs metrics or parameters");
  }
  const API self = *this;
  co_await self.require_experiments(query.experiments, cancel);
  Value body;
  body.set("targetedExperiments", names(query.experiments));
  body.set("metrics", names(query.metrics));
  body.set("params", query.parameters.empty() ? Value() : names(query.parameters));
  body.set("independentMetrics", query.independent_metrics);
  body.set("fetchFull", query.fetch_full);
  ChartDecoder decoder;
  std::vector<ChartExperiment> experiments;
  co_await self.state_->client->stream(
      endpoints::kChart, {}, std::move(body),
      {.feed = [&](std::string_view piece) { decoder.feed(piece); },
       .finish = [&] { experiments = decoder.finish(); }},
      cancel);
  co_return experiments;
}

Task<Value> API::get_experiment_metrics_summaries(std::string experiment_key,
                                                  CancelToken cancel) const {
  require_text(experiment_key, "experiment_key");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  co_return list_in(co_await self.state_->client->get(endpoints::kMetricsSummary,
                                                      {{"experimentKey", experiment_key}}, cancel),
                    "values");
}

Task<Value> API::get_experiment_parameters_summaries(std::string experiment_key,
                                                     CancelToken cancel) const {
  require_text(experiment_key, "experiment_key");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  co_return list_in(co_await self.state_->client->get(endpoints::kParameters,
                                                      {{"experimentKey", experiment_key}}, cancel),
                    "values");
}

Task<std::vector<std::string>> API::get_panel_experiment_keys(CancelToken cancel) const {
  const API self = *this;
  const PanelContext& context = self.panel("get_panel_experiment_keys");
  if (context.experiment_keys) co_return *context.experiment_keys;
  const Value listed =
      co_await self.list_experiments(self.or_panels({}, "get_panel_experiment_keys"), cancel);
  std::vector<std::string> keys;
  for (const Value& metadata : listed.as_array()) keys.push_back(APIExperiment(metadata).key());
  co_return keys;
}

Value API::get_panel_options() const { return panel("get_panel_options").options; }

Task<std::optional<std::string>> API::get_panel_project_id(CancelToken cancel) const {
  return panel_project_member(panel("get_panel_project_id").project_id, "projectId",
                              "get_panel_project_id", std::move(cancel));
}

Task<std::optional<std::string>> API::get_panel_project_name(CancelToken cancel) const {
  return panel_project_member(panel("get_panel_project_name").project_name, "projectName",
                              "get_panel_project_name", std::move(cancel));
}

Task<std::optional<std::string>> API::get_panel_workspace(CancelToken cancel) const {
  return panel_project_member(panel("get_panel_workspace").workspace, "workspaceName",
                              "get_panel_workspace", std::move(cancel));
}

Task<std::vector<std::string>> API::get_panel_metrics_names(bool include_sys,
                                                            CancelToken cancel) const {
  const API self = *this;
  const PanelContext& context = self.panel("get_panel_metrics_names");
  std::vector<std::string> found;
  if (context.metrics_names) {
    found = *context.metrics_names;
  } else {
    const ProjectRef project = self.or_panels({}, "get_panel_metrics_names");
    const Value columns = list_in(
        co_await self.state_->client->get(endpoints::kColumnNames, params_of(project), cancel),
        "columns");
    for (const Value& column : columns.as_array()) {
      if (column["source"] == Value("metrics")) found.push_back(column["name"].as_string());
    }
  }
  if (!include_sys) std::erase_if(found, [](const auto& name) { return name.starts_with("sys."); });
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());
  co_return found;
}

const PanelContext& API::panel(std::string_view method) const {
  if (state_->context) return *state_->context;
  throw Error(ErrorCode::invalid_argument,
              std::string(method) + " needs a panel: make the API with a context");
}

/// The project itself, or the panel's where the call left it out.
ProjectRef API::or_panels(ProjectRef project, std::string_view method) const {
  if (!project.project_id.empty()) return project;
  const bool nothing_given = project.workspace.empty() && project.project_name.empty();
  if (state_->context) {
    const PanelContext& context = *state_->context;
    if (nothing_given && !context.project_id.empty()) return {{}, {}, context.project_id};
    if (project.workspace.empty()) project.workspace = context.workspace;
    if (nothing_given) project.project_name = context.project_name;
  }
  if (!project.workspace.empty() && !project.project_name.empty()) return project;
  throw Error(ErrorCode::invalid_argument,
              std::string(method) +
                  " needs workspace and project_name, or a panel whose context has a project");
}

/// What the context says, or else what the server says of the panel's project.
Task<std::optional<std::string>> API::panel_project_member(std::string from_context,
                                                           std::string member, std::string method,
                                                           CancelToken cancel) const {
  if (!from_context.empty()) co_return from_context;
  const API self = *this;
  const PanelContext& context = self.panel(method);
  const bool named = !context.workspace.empty() && !context.project_name.empty();
  if (context.project_id.empty() && !named) co_return std::nullopt;
  const std::optional<Value> project = co_await self.get_project({}, cancel);
  if (!project || !(*project)[member].is_string()) co_return std::nullopt;
  co_return known((*project)[member].as_string());
}

}  // namespace perihelion
