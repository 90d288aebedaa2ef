// What of API queries a project.

#include <algorithm>
#include <map>
#include <set>

#include "all.h"
#include "api_state.h"
#include "endpoints.h"
#include "perihelion/api.h"
#include "perihelion/error.h"
#include "query_encoder.h"
#include "query_node.h"

namespace perihelion {
namespace {

/// A panel that reruns with ever new mistakes must not fill the memory.
constexpr std::size_t kMostWarnings = 100;

AnyQueryVariable variable_of(QuerySource source, const Value& column) {
  const std::string& name = column["name"].as_string();
  const std::string type = column["type"].is_string() ? column["type"].as_string() : "";
  switch (source) {
    case QuerySource::environment:
      return Environment(name, type);
    case QuerySource::metric:
      return Metric(name, type);
    case QuerySource::parameter:
      return Parameter(name, type);
    case QuerySource::other:
      return Other(name, type);
    case QuerySource::metadata:
      return Metadata(name, type);
    case QuerySource::tag:
      break;
  }
  return Tag(name);
}

/// All keys in the order of the lists, each once.
std::vector<std::string> union_of(const std::vector<std::vector<std::string>>& lists) {
  std::vector<std::string> keys;
  std::set<std::string_view> seen;
  for (const auto& list : lists) {
    for (const std::string& key : list) {
      if (seen.insert(key).second) keys.push_back(key);
    }
  }
  return keys;
}

}  // namespace

/// The project by its names, which are all that `project/query` takes.
Task<ProjectRef> API::with_names(ProjectRef project, CancelToken cancel) const {
  if (project.project_id.empty()) co_return project;
  const Value found = co_await ask(endpoints::kProject, params_of(project), cancel);
  co_return ProjectRef{found["workspaceName"].as_string(), found["projectName"].as_string(), {}};
}

Task<std::vector<std::string>> API::keys_fulfilling(ProjectRef project, Value predicates,
                                                    bool archived, CancelToken cancel) const {
  Value::Object body{{"workspaceName", project.workspace},
                     {"projectName", project.project_name},
                     {"predicates", std::move(predicates)},
                     {"archived", archived}};
  co_return texts(list_in(
      co_await state_->client->post(endpoints::kQuery, std::move(body), state_->caller, cancel),
      "experimentKeys"));
}

Task<std::vector<APIExperiment>> API::experiments_with(ProjectRef project,
                                                       std::vector<std::string> keys, bool archived,
                                                       CancelToken cancel) const {
  const API self = *this;
  // What it may not read it may not find either.
  std::erase_if(keys, [&](const std::string& key) { return !self.in_scope(key); });
  if (keys.empty()) co_return std::vector<APIExperiment>();
  std::map<std::string, APIExperiment> listed;
  for (APIExperiment& experiment : co_await self.list_experiments(
           std::move(project), {{"archived", archived ? "True" : "False"}}, cancel)) {
    listed.emplace(experiment.key(), std::move(experiment));
  }
  // A server that cuts its listing short knows the others all the same.
  std::vector<Task<std::optional<APIExperiment>>> others;
  for (const std::string& key : keys) {
    if (!listed.contains(key)) others.push_back(self.get_experiment(key, cancel));
  }
  for (const auto& other : co_await all(std::move(others))) {
    if (other) listed.emplace(other->key(), *other);
  }
  std::vector<APIExperiment> found;
  for (const std::string& key : keys) {
    const auto experiment = listed.find(key);
    if (experiment != listed.end()) found.push_back(experiment->second);
  }
  co_return found;
}

Task<std::vector<APIExperiment>> API::query(std::string workspace, std::string project_name,
                                            Predicate query, bool archived,
                                            CancelToken cancel) const {
  const API self = *this;
  ProjectRef project = self.or_panels({std::move(workspace), std::move(project_name), {}}, "query");
  self.require_project(project);
  const std::vector<Clause> clauses = clauses_of(query);
  const Value columns = list_in(co_await self.get_project_columns(project, cancel), "columns");
  std::set<std::string> missing;
  const auto warn = [&](const QueryTerm& term) {
    // What is not kept is not made either: the nearest name of many columns takes its time.
    auto& warnings = self.state_->warnings;
    if (warnings.size() >= kMostWarnings) return;
    if (!missing.insert(written(term.source, term.name)).second) return;
    warnings.insert(unknown_column(term, columns));
  };
  std::vector<Value> questions;
  for (const Clause& clause : clauses) {
    std::optional<Value> predicates = predicates_of(clause, columns, warn);
    if (predicates && std::ranges::find(questions, *predicates) == questions.end()) {
      questions.push_back(*std::move(predicates));
    }
  }
  if (questions.empty()) co_return std::vector<APIExperiment>();
  project = co_await self.with_names(std::move(project), cancel);
  std::vector<Task<std::vector<std::string>>> asked;
  asked.reserve(questions.size());
  for (Value& predicates : questions) {
    asked.push_back(self.keys_fulfilling(project, std::move(predicates), archived, cancel));
  }
  std::vector<std::string> keys = union_of(co_await all(std::move(asked)));
  co_return co_await self.experiments_with(project, std::move(keys), archived, cancel);
}

Task<std::vector<APIExperiment>> API::query_project(std::string workspace, std::string project_name,
                                                    Value predicates, bool archived,
                                                    CancelToken cancel) const {
  const API self = *this;
  if (!predicates.is_array()) {
    throw Error(ErrorCode::invalid_argument,
                "predicates must be a list as Comet's project/query takes it, or a query");
  }
  ProjectRef project =
      self.or_panels({std::move(workspace), std::move(project_name), {}}, "query_project");
  self.require_project(project);
  project = co_await self.with_names(std::move(project), cancel);
  std::vector<std::string> keys =
      co_await self.keys_fulfilling(project, std::move(predicates), archived, cancel);
  co_return co_await self.experiments_with(project, std::move(keys), archived, cancel);
}

Task<std::vector<AnyQueryVariable>> API::get_query_variables(ProjectRef project,
                                                             CancelToken cancel) const {
  const Value columns =
      list_in(co_await get_project_columns(std::move(project), cancel), "columns");
  std::vector<AnyQueryVariable> variables;
  for (const Value& column : columns.as_array()) {
    const auto source = source_of(column);
    if (source) variables.push_back(variable_of(*source, column));
  }
  co_return variables;
}

}  // namespace perihelion
