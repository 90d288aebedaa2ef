// What of API keeps a panel inside its scope.

#include <algorithm>

#include "api_state.h"
#include "endpoints.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

[[noreturn]] void forbid(const std::string& what) {
  throw Error(ErrorCode::forbidden, what + " lies outside this panel's scope");
}

bool same_project(const ProjectRef& project, const PanelContext& context) {
  if (!project.project_id.empty()) return project.project_id == context.project_id;
  return project.workspace == context.workspace && project.project_name == context.project_name;
}

/// Whether the metadata of an experiment puts it into the panel's project (or workspace, where that
/// is enough).
bool belongs(const APIExperiment& experiment, const PanelContext& context, Scope scope) {
  if (scope == Scope::workspace) {
    return !context.workspace.empty() && experiment.workspace() == context.workspace;
  }
  if (!context.project_id.empty()) return experiment.project_id() == context.project_id;
  return !context.project_name.empty() && experiment.project_name() == context.project_name &&
         experiment.workspace() == context.workspace;
}

}  // namespace

void API::require_all(const std::string& what) const {
  if (state_->scope != Scope::all) forbid(what);
}

void API::require_workspace(const std::string& workspace) const {
  if (state_->scope == Scope::all) return;
  if (state_->scope != Scope::workspace || workspace != state_->context->workspace) {
    forbid("workspace '" + workspace + "'");
  }
}

/// A panel with experiments of its own may not see which others its project has.
void API::require_listing() const {
  if (state_->has_own_experiments()) {
    forbid("the list of all experiments");
  }
}

/// Whether an experiment of a project that may be read may be read as well.
bool API::in_scope(const std::string& experiment_key) const {
  if (!state_->has_own_experiments()) return true;
  return std::ranges::find(*state_->context->experiment_keys, experiment_key) !=
         state_->context->experiment_keys->end();
}

void API::require_project(const ProjectRef& project) const {
  if (state_->scope == Scope::all || same_project(project, *state_->context)) return;
  const bool in_workspace =
      project.project_id.empty() && project.workspace == state_->context->workspace;
  if (state_->scope == Scope::workspace && in_workspace) return;
  forbid("project '" + (project.project_name.empty() ? project.project_id : project.project_name) +
         "'");
}

/// The metadata of an experiment has come: whether it belongs need not be asked for any more.
void API::note_listed(const APIExperiment& experiment) const {
  if (state_->scope == Scope::all) return;
  if (belongs(experiment, *state_->context, state_->scope)) {
    state_->keys_within_scope.insert(experiment.key());
  }
}

Task<void> API::require_experiments(std::vector<std::string> keys, CancelToken cancel) const {
  const API self = *this;
  const std::shared_ptr<State> state = state_;
  if (state->scope == Scope::all) co_return;
  const auto& chosen = state->context->experiment_keys;
  for (const std::string& key : keys) {
    if (chosen && std::ranges::find(*chosen, key) != chosen->end()) continue;
    if (chosen && state->scope == Scope::context) forbid("experiment '" + key + "'");
    if (state->keys_within_scope.contains(key)) continue;
    const APIExperiment experiment(
        self, co_await self.ask(endpoints::kMetadata, {{"experimentKey", key}}, cancel));
    self.note_listed(experiment);
    if (!state->keys_within_scope.contains(key)) forbid("experiment '" + key + "'");
  }
}

}  // namespace perihelion
