// The Embind block: everything that JavaScript sees of the C++ core.

#include <emscripten/bind.h>

#include <map>
#include <memory>

#include "fetch_transport.h"
#include "json.h"
#include "marshal.h"
#include "perihelion/api.h"
#include "perihelion/error.h"
#include "turn.h"

using emscripten::val;

namespace perihelion {
namespace {

/// The arguments of a call: one object under the seed's names, as JSON.
class Arguments {
 public:
  explicit Arguments(const std::string& json) : members_(parse_json(json)) {}

  std::string text(std::string_view name) const {
    const Value& value = members_[name];
    if (value.is_null()) return {};
    if (!value.is_string()) wrong(name, "a text");
    return value.as_string();
  }

  std::vector<std::string> texts(std::string_view name) const {
    const Value& value = members_[name];
    if (value.is_null()) return {};
    if (!value.is_array()) wrong(name, "a list of texts");
    std::vector<std::string> out;
    for (const Value& item : value.as_array()) {
      if (!item.is_string()) wrong(name, "a list of texts");
      out.push_back(item.as_string());
    }
    return out;
  }

  bool flag(std::string_view name, bool otherwise) const {
    const Value& value = members_[name];
    if (value.is_null()) return otherwise;
    if (!value.is_bool()) wrong(name, "true or false");
    return value.as_bool();
  }

 private:
  [[noreturn]] static void wrong(std::string_view name, std::string_view wanted) {
    throw Error(ErrorCode::invalid_argument, std::string(name) + " must be " + std::string(wanted));
  }

  Value members_;
};

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

RestClient make_client(const std::string& json) {
  const Arguments options(json);
  ClientOptions out{.base_url = options.text("baseUrl"), .api_key = options.text("apiKey")};
  const Value headers = parse_json(json)["headers"];
  if (headers.is_object()) {
    for (const auto& [name, value] : headers.as_object()) {
      out.headers.emplace_back(name, value.as_string());
    }
  }
  return RestClient(std::make_shared<FetchTransport>(), std::move(out));
}

class JsClient : public Made<RestClient> {
 public:
  explicit JsClient(std::string options) : Made([&] { return make_client(options); }) {}
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
};

std::map<int, CancelSource> running;
int last_call = 0;

template <class T>
void settle(const val& done, const Outcome<T>& outcome) {
  if (outcome.index() == 1) {
    done(false, describe(std::get<1>(outcome)));
  } else {
    done(true, to_js(std::get<0>(outcome)));
  }
}

/// A method as the table below has it: how the arguments become a call.
template <class T>
using Method = Task<T> (*)(const API& api, const Arguments& arguments, CancelToken cancel);

template <class T>
Task<T> invoke(Method<T> method, std::shared_ptr<API> api, std::string arguments,
               CancelToken cancel) {
  if (cancel.cancelled()) throw Error(ErrorCode::cancelled, "the call was cancelled");
  const Arguments parsed(arguments);
  co_return co_await method(*api, parsed, std::move(cancel));
}

/// Starts a call in a turn of its own and returns its number, for `cancel`. `done(true, answer)` or
/// `done(false, error)` is called once, never before this returns.
template <class T>
int start_call(Method<T> method, const JsApi& api, std::string arguments, val done) {
  const int id = ++last_call;
  const CancelToken cancel = running[id].token();
  next_turn([=, api = api.get()] {
    start<T>(invoke<T>(method, api, arguments, cancel), [id, done](Outcome<T> outcome) {
      running.erase(id);
      settle<T>(done, outcome);
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

template <class Call>
struct ResultOf;
template <class T>
struct ResultOf<Task<T>> {
  using Type = T;
};

/// Gives a method of the table the form that JavaScript calls.
template <auto method>
int bound(const JsApi& api, std::string arguments, val done) {
  using T = typename ResultOf<
      std::invoke_result_t<decltype(method), const API&, const Arguments&, CancelToken>>::Type;
  return start_call<T>(method, api, std::move(arguments), std::move(done));
}

Task<Value> panel_options(Value options) { co_return options; }

constexpr auto get_workspaces = [](const API& api, const Arguments&, CancelToken cancel) {
  return api.get_workspaces(cancel);
};
constexpr auto get_projects = [](const API& api, const Arguments& a, CancelToken cancel) {
  return api.get_projects(a.text("workspace"), cancel);
};
constexpr auto get_project = [](const API& api, const Arguments& a, CancelToken cancel) {
  return api.get_project({a.text("workspace"), a.text("project_name"), a.text("project_id")},
                         cancel);
};
constexpr auto get_experiments = [](const API& api, const Arguments& a, CancelToken cancel) {
  return api.get_experiments(a.text("workspace"), a.text("project_name"), {}, cancel);
};
constexpr auto get_experiment = [](const API& api, const Arguments& a, CancelToken cancel) {
  const std::string project = a.text("project_name");
  return project.empty()
             ? api.get_experiment(a.text("experiment"), cancel)
             : api.get_experiment(a.text("workspace"), project, a.text("experiment"), cancel);
};
constexpr auto get_experiment_metadata = [](const API& api, const Arguments& a,
                                            CancelToken cancel) {
  return api.get_experiment_metadata(a.text("experiment_key"), cancel);
};
constexpr auto get_experiment_metric = [](const API& api, const Arguments& a, CancelToken cancel) {
  return api.get_experiment_metric(a.text("experiment_key"), a.text("metric"), cancel);
};
constexpr auto get_metrics_for_chart = [](const API& api, const Arguments& a, CancelToken cancel) {
  return api.get_metrics_for_chart({.experiments = a.texts("experiments"),
                                    .metrics = a.texts("metrics"),
                                    .parameters = a.texts("parameters"),
                                    .independent_metrics = a.flag("independent_metrics", true),
                                    .fetch_full = a.flag("fetch_full", false)},
                                   cancel);
};
constexpr auto get_experiment_metrics_summaries = [](const API& api, const Arguments& a,
                                                     CancelToken cancel) {
  return api.get_experiment_metrics_summaries(a.text("experiment_key"), cancel);
};
constexpr auto get_experiment_parameters_summaries = [](const API& api, const Arguments& a,
                                                        CancelToken cancel) {
  return api.get_experiment_parameters_summaries(a.text("experiment_key"), cancel);
};
constexpr auto get_panel_experiment_keys = [](const API& api, const Arguments&,
                                              CancelToken cancel) {
  return api.get_panel_experiment_keys(cancel);
};
constexpr auto get_panel_options = [](const API& api, const Arguments&, CancelToken) {
  return panel_options(api.get_panel_options());
};
constexpr auto get_panel_project_id = [](const API& api, const Arguments&, CancelToken cancel) {
  return api.get_panel_project_id(cancel);
};
constexpr auto get_panel_project_name = [](const API& api, const Arguments&, CancelToken cancel) {
  return api.get_panel_project_name(cancel);
};
constexpr auto get_panel_workspace = [](const API& api, const Arguments&, CancelToken cancel) {
  return api.get_panel_workspace(cancel);
};
constexpr auto get_panel_metrics_names = [](const API& api, const Arguments& a,
                                            CancelToken cancel) {
  return api.get_panel_metrics_names(a.flag("include_sys", false), cancel);
};

}  // namespace

/// Through the class itself: Embind drops a method that it finds to be an unbound base class's.
template <class T>
std::string error_of(const T& made) {
  return made.error();
}

EMSCRIPTEN_BINDINGS(perihelion) {
  emscripten::class_<JsClient>("RestClient")
      .constructor<std::string>()
      .function("error", &error_of<JsClient>);
  emscripten::class_<JsApi>("API")
      .constructor<const JsClient&, std::string, std::string>()
      .function("error", &error_of<JsApi>)
      .function("getWorkspaces", &bound<get_workspaces>)
      .function("getProjects", &bound<get_projects>)
      .function("getProject", &bound<get_project>)
      .function("getExperiments", &bound<get_experiments>)
      .function("getExperiment", &bound<get_experiment>)
      .function("getExperimentMetadata", &bound<get_experiment_metadata>)
      .function("getExperimentMetric", &bound<get_experiment_metric>)
      .function("getMetricsForChart", &bound<get_metrics_for_chart>)
      .function("getExperimentMetricsSummaries", &bound<get_experiment_metrics_summaries>)
      .function("getExperimentParametersSummaries", &bound<get_experiment_parameters_summaries>)
      .function("getPanelExperimentKeys", &bound<get_panel_experiment_keys>)
      .function("getPanelOptions", &bound<get_panel_options>)
      .function("getPanelProjectId", &bound<get_panel_project_id>)
      .function("getPanelProjectName", &bound<get_panel_project_name>)
      .function("getPanelWorkspace", &bound<get_panel_workspace>)
      .function("getPanelMetricsNames", &bound<get_panel_metrics_names>);
  emscripten::function("cancel", &cancel);
}

}  // namespace perihelion
