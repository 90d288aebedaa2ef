// What of API answers from the panel's context.

#include <algorithm>
#include <map>
#include <set>

#include "api_state.h"
#include "endpoints.h"
#include "perihelion/api.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

std::optional<std::string> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::vector<std::string> metrics_in(const Value& columns) {
  std::vector<std::string> names;
  for (const Value& column : columns.as_array()) {
    if (column["source"] == Value("metrics")) names.push_back(column["name"].as_string());
  }
  return names;
}

}  // namespace

const PanelContext& API::panel(std::string_view method) const {
  if (state_->context) return *state_->context;
  throw Error(ErrorCode::invalid_argument,
              std::string(method) + " needs a panel: make the API with a context");
}

Task<std::vector<std::string>> API::get_panel_experiment_keys(CancelToken cancel) const {
  const API self = *this;
  const PanelContext& context = self.panel("get_panel_experiment_keys");
  if (context.experiment_keys && !context.query) co_return *context.experiment_keys;
  std::vector<std::string> keys;
  for (const auto& experiment : co_await self.get_panel_experiments(cancel)) {
    keys.push_back(experiment.key());
  }
  co_return keys;
}

Task<std::vector<APIExperiment>> API::get_panel_experiments(CancelToken cancel) const {
  const API self = *this;
  const PanelContext& context = self.panel("get_panel_experiments");
  if (context.query) co_return co_await self.panel_query(*context.query, cancel);
  const bool has_project =
      !context.project_id.empty() || (!context.workspace.empty() && !context.project_name.empty());
  if (!context.experiment_keys) {
    co_return co_await self.list_experiments(self.or_panels({}, "get_panel_experiments"),
                                             {{"archived", "False"}}, cancel);
  }

  std::map<std::string, APIExperiment> found;
  std::set<std::string> missing(context.experiment_keys->begin(), context.experiment_keys->end());
  std::optional<ProjectRef> project;
  if (has_project) project = self.or_panels({}, "get_panel_experiments");
  while (!missing.empty()) {
    if (!project) {
      const std::string key = *missing.begin();
      missing.erase(missing.begin());
      const auto experiment = co_await self.get_experiment(key, cancel);
      if (!experiment) continue;
      found.emplace(key, *experiment);
      if (missing.empty() || experiment->project_id().empty()) continue;
      project = ProjectRef{{}, {}, experiment->project_id()};
    }
    for (const char* archived : {"False", "True"}) {
      if (missing.empty()) break;
      for (const APIExperiment& experiment :
           co_await self.list_experiments(*project, {{"archived", archived}}, cancel)) {
        if (missing.erase(experiment.key()) > 0) found.emplace(experiment.key(), experiment);
      }
    }
    project.reset();
  }

  std::vector<APIExperiment> experiments;
  for (const std::string& key : *context.experiment_keys) {
    const auto experiment = found.find(key);
    if (experiment != found.end()) experiments.push_back(experiment->second);
  }
  co_return experiments;
}

/// The experiments that fulfil the panel's query, among its own where it has keys.
Task<std::vector<APIExperiment>> API::panel_query(Predicate query, CancelToken cancel) const {
  const API self = *this;
  std::vector<APIExperiment> found = co_await self.query({}, {}, std::move(query), false, cancel);
  const auto& keys = self.state_->context->experiment_keys;
  if (keys) {
    std::erase_if(found, [&](const APIExperiment& experiment) {
      return std::ranges::find(*keys, experiment.key()) == keys->end();
    });
  }
  co_return found;
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

Task<std::vector<std::string>> API::get_panel_metrics_names(bool include_sys,
                                                            CancelToken cancel) const {
  const API self = *this;
  const PanelContext& context = self.panel("get_panel_metrics_names");
  std::vector<std::string> found;
  if (context.metrics_names) {
    found = *context.metrics_names;
  } else {
    found = metrics_in(list_in(co_await self.get_project_columns({}, cancel), "columns"));
  }
  if (!include_sys) std::erase_if(found, [](const auto& name) { return name.starts_with("sys."); });
  const std::set<std::string> sorted(found.begin(), found.end());
  co_return std::vector<std::string>(sorted.begin(), sorted.end());
}

Value API::get_panel_experiment_colors() const {
  return panel("get_panel_experiment_colors").experiment_colors;
}

Value API::get_panel_metric_colors() const {
  return panel("get_panel_metric_colors").metric_colors;
}

double API::get_panel_width() const { return panel("get_panel_width").width; }

double API::get_panel_height() const { return panel("get_panel_height").height; }

std::pair<double, double> API::get_panel_size() const {
  return {get_panel_width(), get_panel_height()};
}

}  // namespace perihelion
