// What of API reads workspaces and projects.

#include "api_state.h"
#include "endpoints.h"
#include "perihelion/api.h"
#include "perihelion/error.h"

namespace perihelion {

Task<Value> API::get_account_details(CancelToken cancel) const {
  require_all("the account");
  return ask(endpoints::kAccountDetails, {}, std::move(cancel));
}

Task<std::vector<std::string>> API::get_workspaces(CancelToken cancel) const {
  require_all("the list of workspaces");
  co_return texts(list_in(co_await ask(endpoints::kWorkspaces, {}, cancel), "workspaceNames"));
}

Task<Value> API::get_projects(std::string workspace, CancelToken cancel) const {
  if (workspace.empty() && state_->context) workspace = state_->context->workspace;
  require_text(workspace, "workspace");
  require_workspace(workspace);
  Value answer = co_await ask(endpoints::kProjects, {{"workspaceName", workspace}}, cancel);
  co_return answer.take("projects");
}

Task<std::optional<Value>> API::get_project(ProjectRef project, CancelToken cancel) const {
  project = or_panels(std::move(project), "get_project");
  require_project(project);
  try {
    co_return co_await ask(endpoints::kProject, params_of(project), cancel);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
  }
  co_return std::nullopt;
}

Task<Value> API::get_project_columns(ProjectRef project, CancelToken cancel) const {
  project = or_panels(std::move(project), "get_project_columns");
  require_project(project);
  co_return co_await ask(endpoints::kColumnNames, params_of(project), cancel);
}

Task<Value> API::get_project_experiments(ProjectRef project, CancelToken cancel) const {
  const API self = *this;
  Value::Object by_key;
  for (const auto& experiment : co_await self.list_of(std::move(project), cancel)) {
    by_key.emplace_back(experiment.key(), experiment.metadata());
  }
  co_return by_key;
}

Task<std::optional<std::string>> API::get_project_notes(ProjectRef project,
                                                        CancelToken cancel) const {
  const API self = *this;
  project = self.or_panels(std::move(project), "get_project_notes");
  self.require_project(project);
  if (project.project_id.empty()) {
    const Value found = co_await self.ask(endpoints::kProject, params_of(project), cancel);
    project.project_id = found["projectId"].as_string();
  }
  const Value answer =
      co_await self.ask(endpoints::kProjectNotes, {{"projectId", project.project_id}}, cancel);
  const Value& notes = answer["notes"];
  if (notes.is_null()) co_return std::nullopt;
  co_return notes.as_string();
}

}  // namespace perihelion
