// What all parts of API share, and what they ask of the client.

#include "perihelion/api.h"

#include "api_state.h"
#include "clock.h"
#include "endpoints.h"
#include "perihelion/error.h"

namespace perihelion {

void require_text(const std::string& text, std::string_view argument) {
  if (!text.empty()) return;
  throw Error(ErrorCode::invalid_argument, std::string(argument) + " must not be empty");
}

RestClient::Params params_of(const ProjectRef& project) {
  if (!project.project_id.empty()) return {{"projectId", project.project_id}};
  return {{"workspaceName", project.workspace}, {"projectName", project.project_name}};
}

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

std::optional<std::vector<std::string>> texts_in(const Value& answer, std::string_view member) {
  const Value& list = answer[member];
  return list.is_null() ? std::nullopt : std::optional(texts(list));
}

Value to_list(const std::vector<std::string>& texts) {
  return Value::Array(texts.begin(), texts.end());
}

API::API(std::shared_ptr<const RestClient> client)
    : state_(std::make_shared<State>(State{
          .client = std::move(client), .context = {}, .keys_within_scope = {}, .warnings = {}})) {}

API::API(std::shared_ptr<const RestClient> client, PanelContext context, Scope scope)
    : state_(std::make_shared<State>(State{.client = std::move(client),
                                           .context = std::move(context),
                                           .scope = scope,
                                           .keys_within_scope = {},
                                           .warnings = {}})) {}

Task<Value> API::ask(const Endpoint& endpoint, RestClient::Params params,
                     CancelToken cancel) const {
  return state_->client->get(endpoint, std::move(params), state_->caller, std::move(cancel));
}

Task<Value> API::ask_of(const Endpoint& endpoint, std::string experiment_key, CancelToken cancel,
                        RestClient::Params further) const {
  require_text(experiment_key, "experiment_key");
  const API self = *this;
  co_await self.require_experiments({experiment_key}, cancel);
  RestClient::Params params{{"experimentKey", experiment_key}};
  params.insert(params.end(), further.begin(), further.end());
  co_return co_await self.ask(endpoint, std::move(params), cancel);
}

Task<Value> API::summaries_of(const Endpoint& endpoint, std::string experiment_key,
                              CancelToken cancel) const {
  co_return list_in(co_await ask_of(endpoint, std::move(experiment_key), cancel), "values");
}

Task<std::optional<std::string>> API::text_of(const Endpoint& endpoint, std::string member,
                                              std::string experiment_key,
                                              CancelToken cancel) const {
  const Value answer = co_await ask_of(endpoint, std::move(experiment_key), cancel);
  const Value& text = answer[member];
  if (text.is_null()) co_return std::nullopt;
  co_return text.as_string();
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

void API::use_cache(bool use) const { state_->caller->use_cache = use; }

void API::clear_cache() const { state_->caller->fresh_since = now(); }

void API::set_in_sight(bool in_sight) const { state_->caller->in_sight = in_sight; }

std::int64_t API::received() const { return state_->caller->received; }

std::int64_t API::get_panel_request_count() const {
  std::int64_t sum = 0;
  for (const auto& [path, counts] : state_->caller->counts) sum += counts.requests;
  return sum;
}

std::string API::get_panel_report() const {
  std::string lines;
  EndpointCounts sum;
  const auto line = [&](const std::string& what, const EndpointCounts& counts) {
    lines += what + ": " + std::to_string(counts.requests) + " requests (" +
             std::to_string(counts.retries) + " retries), " + std::to_string(counts.cache_hits) +
             " from the cache, " + std::to_string(counts.shared) + " shared, " +
             std::to_string(counts.bytes) + " bytes, " + std::to_string(counts.time.count()) +
             " ms\n";
  };
  for (auto [path, counts] : state_->caller->counts) {
    // A panel gets its own of these, but their size would tell it of the others: how many a query
    // finds, and so, asked often enough, what they hold.
    const bool of_others = path == endpoints::kQuery.path || path == endpoints::kExperiments.path;
    if (of_others && state_->has_own_experiments()) counts.bytes = 0;
    line(path, counts);
    sum.requests += counts.requests;
    sum.retries += counts.retries;
    sum.cache_hits += counts.cache_hits;
    sum.shared += counts.shared;
    sum.bytes += counts.bytes;
    sum.time += counts.time;
  }
  line("all", sum);
  for (const std::string& warning : state_->warnings) lines += "warning: " + warning + '\n';
  return lines;
}

}  // namespace perihelion
