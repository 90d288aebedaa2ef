// What of API finds and lists experiments.

#include <algorithm>

#include "all.h"
#include "api_state.h"
#include "endpoints.h"
#include "perihelion/api.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

/// Old servers answer 400 for an experiment that they don't know, newer ones 404.
bool is_unknown(const Error& error) { return error.status() == 404 || error.status() == 400; }

bool picked(const ExperimentFilter& filter, const APIExperiment& experiment) {
  return !filter || filter(experiment.key()) ||
         (!experiment.name().empty() && filter(experiment.name()));
}

void require_word(const std::string& word, std::string_view argument,
                  std::initializer_list<std::string_view> words) {
  if (word.empty() || std::ranges::find(words, word) != words.end()) return;
  std::string wanted;
  for (const std::string_view one : words) {
    wanted += (wanted.empty() ? "'" : " or '") + std::string(one) + "'";
  }
  throw Error(ErrorCode::invalid_argument, std::string(argument) + " must be " + wanted);
}

/// The parameters of a listing beside the project; `invalid_argument` for what does not go
/// together.
RestClient::Params listing_params(const ExperimentsQuery& query) {
  require_word(query.sort_by, "sort_by", {"startTime", "endTime"});
  require_word(query.sort_order, "sort_order", {"asc", "desc"});
  if (query.page < 0 || query.page_size < 0) {
    throw Error(ErrorCode::invalid_argument, "page and page_size are counted from 1");
  }
  if (query.page > 0 && query.page_size == 0) {
    throw Error(ErrorCode::invalid_argument, "page needs page_size, in which it is counted");
  }
  RestClient::Params params{{"archived", query.archived ? "True" : "False"}};
  if (query.page > 0) params.emplace_back("page", std::to_string(query.page));
  if (query.page_size > 0) params.emplace_back("size", std::to_string(query.page_size));
  if (!query.sort_by.empty()) params.emplace_back("sortBy", query.sort_by);
  if (!query.sort_order.empty()) params.emplace_back("sortOrder", query.sort_order);
  return params;
}

/// Splits at the first slash; what comes behind it must not be given twice.
void split(std::string& text, std::string& rest, std::string_view what) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return;
  if (!rest.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "'" + text + "' names the " + std::string(what) + ", which is given besides");
  }
  rest = text.substr(slash + 1);
  text.resize(slash);
}

std::vector<std::string> project_names(const Value& projects) {
  std::vector<std::string> names;
  if (projects.is_null()) return names;
  for (const Value& project : projects.as_array()) {
    names.push_back(project["projectName"].as_string());
  }
  return names;
}

}  // namespace

Task<Found> API::get(std::string workspace, std::string project_name, std::string experiment,
                     CancelToken cancel) const {
  const API self = *this;
  split(workspace, project_name, "project");
  split(project_name, experiment, "experiment");
  if (workspace.empty()) co_return co_await self.get_workspaces(cancel);
  if (project_name.empty()) co_return project_names(co_await self.get_projects(workspace, cancel));
  if (experiment.empty()) {
    co_return co_await self.get_experiments(workspace, project_name, {}, cancel);
  }
  co_return co_await self.get_experiment(workspace, project_name, experiment, cancel);
}

Task<std::vector<APIExperiment>> API::list_experiments(ProjectRef project,
                                                       RestClient::Params further,
                                                       CancelToken cancel) const {
  const API self = *this;
  RestClient::Params params = params_of(project);
  params.insert(params.end(), further.begin(), further.end());
  const Value listed =
      list_in(co_await self.ask(endpoints::kExperiments, std::move(params), cancel), "experiments");
  std::vector<APIExperiment> experiments;
  for (const Value& metadata : listed.as_array()) {
    experiments.emplace_back(self, metadata);
    self.note_listed(experiments.back());
    if (metadata["running"] == Value(false)) {
      self.state_->client->note_finished(experiments.back().key());
    }
  }
  co_return experiments;
}

/// All experiments of a project that are not archived, where the scope allows to list it.
Task<std::vector<APIExperiment>> API::list_of(ProjectRef project, CancelToken cancel) const {
  project = or_panels(std::move(project), "the list of experiments");
  require_project(project);
  require_listing();
  return list_experiments(std::move(project), {{"archived", "False"}}, std::move(cancel));
}

Task<std::vector<APIExperiment>> API::get_experiments(ExperimentsQuery query,
                                                      CancelToken cancel) const {
  const API self = *this;
  const RestClient::Params params = listing_params(query);
  if (query.filter && query.project_name.empty()) {
    throw Error(ErrorCode::invalid_argument, "a pattern needs a project_name to look in");
  }
  std::vector<std::string> names{query.project_name};
  if (!query.workspace.empty() && query.project_name.empty()) {
    names = project_names(co_await self.get_projects(query.workspace, cancel));
  }
  std::vector<Task<std::vector<APIExperiment>>> listings;
  for (const std::string& name : names) {
    const ProjectRef project = self.or_panels({query.workspace, name, {}}, "get_experiments");
    self.require_project(project);
    self.require_listing();
    listings.push_back(self.list_experiments(project, params, cancel));
  }
  std::vector<APIExperiment> found;
  for (auto& listing : co_await all(std::move(listings))) {
    for (APIExperiment& experiment : listing) {
      if (picked(query.filter, experiment)) found.push_back(std::move(experiment));
    }
  }
  co_return found;
}

Task<std::vector<APIExperiment>> API::get_experiments(std::string workspace,
                                                      std::string project_name,
                                                      ExperimentFilter filter,
                                                      CancelToken cancel) const {
  return get_experiments({.workspace = std::move(workspace),
                          .project_name = std::move(project_name),
                          .filter = std::move(filter),
                          .sort_by = {},
                          .sort_order = {}},
                         std::move(cancel));
}

Task<std::optional<APIExperiment>> API::get_experiment(std::string experiment_key,
                                                       CancelToken cancel) const {
  const API self = *this;
  try {
    co_return APIExperiment(
        self, co_await self.get_experiment_metadata(std::move(experiment_key), cancel));
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
  require_text(experiment, "experiment");
  const ProjectRef project =
      self.or_panels({std::move(workspace), std::move(project_name), {}}, "get_experiment");
  self.require_project(project);
  // A name is no key: outside of scope `all` the metadata of an unknown key is not ours to ask for.
  if (self.state_->scope == Scope::all) {
    if (auto by_key = co_await self.get_experiment(experiment, cancel)) co_return by_key;
  }
  co_return co_await self.experiment_named(project, experiment, cancel);
}

/// The first experiment of the project with that key or name among those that the scope allows.
Task<std::optional<APIExperiment>> API::experiment_named(ProjectRef project,
                                                         std::string key_or_name,
                                                         CancelToken cancel) const {
  const API self = *this;
  for (APIExperiment& candidate :
       co_await self.list_experiments(std::move(project), {{"archived", "False"}}, cancel)) {
    const bool meant = candidate.key() == key_or_name || candidate.name() == key_or_name;
    if (meant && self.in_scope(candidate.key())) co_return candidate;
  }
  co_return std::nullopt;
}

Task<std::optional<APIExperiment>> API::get_experiment_by_key(std::string experiment_key,
                                                              CancelToken cancel) const {
  return get_experiment(std::move(experiment_key), std::move(cancel));
}

Task<std::optional<APIExperiment>> API::get_experiment_by_id(std::string experiment,
                                                             CancelToken cancel) const {
  return get_experiment(std::move(experiment), std::move(cancel));
}

Task<std::optional<APIExperiment>> API::get_experiment_by_name(std::string experiment_name,
                                                               CancelToken cancel) const {
  require_text(experiment_name, "experiment_name");
  return experiment_named(or_panels({}, "get_experiment_by_name"), std::move(experiment_name),
                          std::move(cancel));
}

}  // namespace perihelion
