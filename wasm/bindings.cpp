// The Embind block: everything that JavaScript sees of the C++ core.

#include <emscripten/bind.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>

#include "answer_store.h"
#include "arguments.h"
#include "auth.h"
#include "cancelled.h"
#include "fetch_transport.h"
#include "json.h"
#include "marshal.h"
#include "methods.h"
#include "perihelion/api.h"
#include "perihelion/error.h"
#include "turn.h"

using emscripten::val;

namespace perihelion {
namespace {

std::string describe(const std::exception_ptr& failure) {
  Value out;
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    out.set("code", to_string(error.code()));
    out.set("message", error.what());
    out.set("status", error.status());
    out.set("request", error.request());
  } catch (const std::exception& error) {
    out.set("code", "bad_response");
    out.set("message", error.what());
  }
  return write_json(out);
}

/// Runs `make` and keeps what it makes, or the description of why it could not: no C++ exception
/// may cross.
template <class T>
class Made {
 public:
  template <class F>
  explicit Made(F make) {
    try {
      value_ = std::make_shared<T>(make());
    } catch (...) {
      error_ = describe(std::current_exception());
    }
  }

  const std::shared_ptr<T>& get() const { return value_; }
  const std::string& error() const { return error_; }

 private:
  std::shared_ptr<T> value_;
  std::string error_;
};

RestClient make_client(const std::string& json, const val& auth, const val& kept) {
  const Arguments options(json);
  ClientOptions out{.base_url = options.text("baseUrl"),
                    .api_key = options.text("apiKey"),
                    .auth = auth_of(auth),
                    .headers = {},
                    .credentials = options.flag("credentials", false)};
  if (const int timeout = options.count("timeout"))
    out.timeout = std::chrono::milliseconds(timeout);
  if (const int most = options.count("maxSeriesBytes"))
    out.max_series_bytes = static_cast<std::size_t>(most);
  const Value& headers = options.value("headers");
  if (headers.is_object()) {
    for (const auto& [name, value] : headers.as_object()) {
      out.headers.emplace_back(name, value.as_string());
    }
  }
  RestClient client(std::make_shared<FetchTransport>(), std::move(out), answer_store(kept));
  for (const std::string& key : options.texts("finished")) client.note_finished(key);
  return client;
}

class JsClient : public Made<RestClient> {
 public:
  /// `options` is JSON; `auth` a function that is asked for the key, or undefined; `kept` is where
  /// answers are kept.
  JsClient(std::string options, val auth, val kept)
      : Made([&] { return make_client(options, auth, kept); }) {}

  /// JSON, for the option of that name of a client that takes this one's place.
  std::string finished() const {
    const std::set<std::string>& keys = get()->finished();
    return write_json(Value(Value::Array(keys.begin(), keys.end())));
  }
};

API make_api(const JsClient& client, const std::string& context, const std::string& scope) {
  if (context.empty()) return API(client.get());
  return API(client.get(), PanelContext::from_json(parse_json(context)), parse_scope(scope));
}

class JsApi : public Made<API> {
 public:
  /// `context` is JSON, or empty for an API without a panel.
  JsApi(const JsClient& client, std::string context, std::string scope)
      : Made([&] { return make_api(client, context, scope); }) {}

  void set_in_sight(bool in_sight) { get()->set_in_sight(in_sight); }
  double received() const { return static_cast<double>(get()->received()); }
  std::string history() const { return write_json(get()->history()); }
  void resume(std::string history) { get()->resume(parse_json(history)); }
};

std::map<int, CancelSource> running;
int last_call = 0;

void settle(const val& done, const Outcome<val>& outcome) {
  if (outcome.index() == 1) {
    done(false, describe(std::get<1>(outcome)));
  } else {
    done(true, std::get<0>(outcome));
  }
}

/// How a call of JavaScript becomes one of the API: its arguments, and `piece` where the answer is
/// handed over in pieces.
using Method = Task<val> (*)(const API& api, const Arguments& arguments, const val& piece,
                             CancelToken cancel);

Task<val> invoke(Method method, std::shared_ptr<API> api, std::string arguments, val piece,
                 CancelToken cancel) {
  throw_if_cancelled(cancel);
  const Arguments parsed(arguments);
  co_return co_await method(*api, parsed, piece, std::move(cancel));
}

/// Starts a call in a turn of its own and returns its number, for `cancel`. `done(true, answer)` or
/// `done(false, error)` is called once, never before this returns.
int start_call(Method method, const JsApi& api, std::string arguments, val done, val piece) {
  const int id = ++last_call;
  const CancelToken cancel = running[id].token();
  next_turn([=, api = api.get()] {
    start<val>(invoke(method, api, arguments, piece, cancel), [id, done](Outcome<val> outcome) {
      running.erase(id);
      settle(done, outcome);
    });
  });
  return id;
}

void cancel(int id) {
  next_turn([id] {
    const auto call = running.find(id);
    if (call == running.end()) return;
    // The call's own end erases it from the map: cancel a copy.
    CancelSource source = call->second;
    source.cancel();
  });
}

template <class T>
Task<val> in_javascript(Task<T> call) {
  co_return to_js(co_await call);
}

/// Gives a method of methods.h the form that JavaScript calls. Everything that differs between them
/// is in this one small function: there are some sixty.
template <auto method>
int bound(const JsApi& api, std::string arguments, val done) {
  const Method call = [](const API& of, const Arguments& a, const val&, CancelToken cancel) {
    return in_javascript(method(of, a, std::move(cancel)));
  };
  return start_call(call, api, std::move(arguments), std::move(done), val::undefined());
}

/// The same for a method that hands its answer over piece by piece, to `piece(object)`.
template <auto method>
int streamed(const JsApi& api, std::string arguments, val done, val piece) {
  const Method call = [](const API& of, const Arguments& a, const val& to, CancelToken cancel) {
    const auto sink = [to](const auto& one) { to(to_js(one)); };
    return in_javascript(method(of, a, sink, std::move(cancel)));
  };
  return start_call(call, api, std::move(arguments), std::move(done), std::move(piece));
}

}  // namespace

/// Through the class itself: Embind drops a method that it finds to be an unbound base class's.
template <class T>
std::string error_of(const T& made) {
  return made.error();
}

EMSCRIPTEN_BINDINGS(perihelion) {
  using namespace methods;
  emscripten::class_<JsClient>("RestClient")
      .constructor<std::string, val, val>()
      .function("error", &error_of<JsClient>)
      .function("finished", &JsClient::finished);
  emscripten::class_<JsApi>("API")
      .constructor<const JsClient&, std::string, std::string>()
      .function("error", &error_of<JsApi>)
      .function("setInSight", &JsApi::set_in_sight)
      .function("received", &JsApi::received)
      .function("history", &JsApi::history)
      .function("resume", &JsApi::resume)
      .function("get", &bound<texts<&API::get, "workspace", "project_name", "experiment">>)
      .function("getAccountDetails", &bound<texts<&API::get_account_details>>)
      .function("getWorkspaces", &bound<texts<&API::get_workspaces>>)
      .function("getProjects", &bound<texts<&API::get_projects, "workspace">>)
      .function("getProject", &bound<project<&API::get_project>>)
      .function("getProjectColumns", &bound<project<&API::get_project_columns>>)
      .function("getProjectExperiments", &bound<project<&API::get_project_experiments>>)
      .function("getProjectNotes", &bound<project<&API::get_project_notes>>)
      .function("getExperiments", &bound<get_experiments>)
      .function("getExperiment", &bound<get_experiment>)
      .function("getExperimentByKey", &bound<texts<&API::get_experiment_by_key, "experiment_key">>)
      .function("getExperimentById", &bound<texts<&API::get_experiment_by_id, "experiment">>)
      .function("getExperimentByName",
                &bound<texts<&API::get_experiment_by_name, "experiment_name">>)
      .function("getExperimentMetadata",
                &bound<texts<&API::get_experiment_metadata, "experiment_key">>)
      .function("getExperimentUrl", &bound<texts<&API::get_experiment_url, "experiment_key">>)
      .function("getExperimentTags", &bound<texts<&API::get_experiment_tags, "experiment_key">>)
      .function("getExperimentParametersSummaries",
                &bound<texts<&API::get_experiment_parameters_summaries, "experiment_key">>)
      .function("getExperimentOthersSummaries",
                &bound<texts<&API::get_experiment_others_summaries, "experiment_key">>)
      .function("getExperimentHtml", &bound<texts<&API::get_experiment_html, "experiment_key">>)
      .function("getExperimentCode", &bound<texts<&API::get_experiment_code, "experiment_key">>)
      .function("getExperimentOutput", &bound<texts<&API::get_experiment_output, "experiment_key">>)
      .function("getExperimentGraph", &bound<texts<&API::get_experiment_graph, "experiment_key">>)
      .function("getExperimentModelGraph",
                &bound<texts<&API::get_experiment_model_graph, "experiment_key">>)
      .function("getExperimentInstalledPackages",
                &bound<texts<&API::get_experiment_installed_packages, "experiment_key">>)
      .function("getExperimentSystemDetails",
                &bound<texts<&API::get_experiment_system_details, "experiment_key">>)
      .function("getExperimentGitMetadata",
                &bound<texts<&API::get_experiment_git_metadata, "experiment_key">>)
      .function("getExperimentGitPatch",
                &bound<texts<&API::get_experiment_git_patch, "experiment_key">>)
      .function("getExperimentMetrics",
                &bound<texts<&API::get_experiment_metrics, "experiment_key">>)
      .function("getExperimentMetricsSummaries",
                &bound<texts<&API::get_experiment_metrics_summaries, "experiment_key">>)
      .function("getExperimentCurves", &bound<texts<&API::get_experiment_curves, "experiment_key">>)
      .function("getExperimentImages", &bound<texts<&API::get_experiment_images, "experiment_key">>)
      .function("getExperimentModels", &bound<texts<&API::get_experiment_models, "experiment_key">>)
      .function("getExperimentName", &bound<get_experiment_name>)
      .function("getModelGraph", &bound<texts<&API::get_model_graph, "experiment_key">>)
      .function("getExperimentArtifactLineage", &bound<get_experiment_artifact_lineage>)
      .function("getExperimentMetric",
                &bound<texts<&API::get_experiment_metric, "experiment_key", "metric">>)
      .function("getMetricsForChart", &streamed<get_metrics_for_chart>)
      .function("getMetricsDf", &bound<get_metrics_df>)
      .function("getExperimentAssetList", &bound<get_experiment_asset_list>)
      .function("getExperimentAsset", &streamed<get_experiment_asset>)
      .function("getExperimentAssetByName", &streamed<get_experiment_asset_by_name>)
      .function(
          "getExperimentModelAssetList",
          &bound<texts<&API::get_experiment_model_asset_list, "experiment_key", "model_name">>)
      .function("query", &bound<query>)
      .function("queryProject", &bound<query_project>)
      .function("getQueryVariables", &bound<project<&API::get_query_variables>>)
      .function("getPanelExperimentKeys", &bound<texts<&API::get_panel_experiment_keys>>)
      .function("getPanelExperiments", &bound<texts<&API::get_panel_experiments>>)
      .function("getPanelOptions", &bound<immediate<&API::get_panel_options>>)
      .function("getPanelExperimentColors", &bound<immediate<&API::get_panel_experiment_colors>>)
      .function("getPanelMetricColors", &bound<immediate<&API::get_panel_metric_colors>>)
      .function("getPanelWidth", &bound<immediate<&API::get_panel_width>>)
      .function("getPanelHeight", &bound<immediate<&API::get_panel_height>>)
      .function("getPanelRequestCount", &bound<immediate<&API::get_panel_request_count>>)
      .function("getPanelReport", &bound<immediate<&API::get_panel_report>>)
      .function("getPanelSize", &bound<get_panel_size>)
      .function("getPanelProjectId", &bound<texts<&API::get_panel_project_id>>)
      .function("getPanelProjectName", &bound<texts<&API::get_panel_project_name>>)
      .function("getPanelWorkspace", &bound<texts<&API::get_panel_workspace>>)
      .function("getPanelMetricsNames", &bound<get_panel_metrics_names>)
      .function("useCache", &bound<use_cache>)
      .function("clearCache", &bound<clear_cache>);
  emscripten::function("cancel", &cancel);
  emscripten::function("answerAuth", &answer_auth);
}

}  // namespace perihelion
