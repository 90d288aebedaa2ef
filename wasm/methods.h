#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "arguments.h"
#include "perihelion/api.h"

namespace perihelion::methods {

/// The name of an argument, as a template argument.
template <std::size_t size>
struct Name {
  char text[size];
  constexpr Name(const char (&from)[size]) { std::copy_n(from, size, text); }
};

/// How the arguments of a call become a call of `API`.

/// A method that takes texts; one that is left out is empty.
template <auto method, Name... names>
constexpr auto texts = [](const API& api, const Arguments& a, CancelToken cancel) {
  return (api.*method)(a.text(names.text)..., std::move(cancel));
};

/// A method that takes a project.
template <auto method>
constexpr auto project = [](const API& api, const Arguments& a, CancelToken cancel) {
  return (api.*method)({a.text("workspace"), a.text("project_name"), a.text("project_id")},
                       std::move(cancel));
};

template <class T>
Task<T> ready(T value) {
  co_return value;
}

/// A method that answers at once.
template <auto method>
constexpr auto immediate =
    [](const API& api, const Arguments&, CancelToken) { return ready((api.*method)()); };

inline std::string or_all(std::string text) { return text.empty() ? "all" : text; }

constexpr auto get_experiments = [](const API& api, const Arguments& a, CancelToken cancel) {
  return api.get_experiments({.workspace = a.text("workspace"),
                              .project_name = a.text("project_name"),
                              .archived = a.flag("archived", false),
                              .page = a.count("page"),
                              .page_size = a.count("page_size"),
                              .sort_by = a.text("sort_by"),
                              .sort_order = a.text("sort_order")},
                             std::move(cancel));
};

constexpr auto get_experiment = [](const API& api, const Arguments& a, CancelToken cancel) {
  const std::string project = a.text("project_name");
  return project.empty() ? api.get_experiment(a.text("experiment"), std::move(cancel))
                         : api.get_experiment(a.text("workspace"), project, a.text("experiment"),
                                              std::move(cancel));
};

constexpr auto get_experiment_name = [](const API& api, const Arguments& a, CancelToken cancel) {
  return api.get_experiment_name(a.text("experiment_key"), a.count("max_length"),
                                 std::move(cancel));
};

constexpr auto get_experiment_asset_list = [](const API& api, const Arguments& a,
                                              CancelToken cancel) {
  return api.get_experiment_asset_list(a.text("experiment_key"), or_all(a.text("asset_type")),
                                       std::move(cancel));
};

constexpr auto get_experiment_artifact_lineage = [](const API& api, const Arguments& a,
                                                    CancelToken cancel) {
  return api.get_experiment_artifact_lineage(a.text("experiment_key"), or_all(a.text("direction")),
                                             std::move(cancel));
};

/// The chart's parts go to `sink`.
inline Task<Value> get_metrics_for_chart(const API& api, const Arguments& a, ChartSink sink,
                                         CancelToken cancel) {
  co_await api.read_metrics_for_chart({.experiments = a.texts("experiments"),
                                       .metrics = a.texts("metrics"),
                                       .parameters = a.texts("parameters"),
                                       .independent_metrics = a.flag("independent_metrics", true),
                                       .fetch_full = a.flag("fetch_full", false)},
                                      std::move(sink), std::move(cancel));
  co_return Value();
}

constexpr auto get_metrics_df = [](const API& api, const Arguments& a, CancelToken cancel) {
  const std::string x_axis = a.text("x_axis");
  return api.get_metrics_df({.experiment_keys = a.texts("experiment_keys"),
                             .metrics = a.texts("metrics"),
                             .x_axis = x_axis.empty() ? "step" : x_axis,
                             .interpolate = a.flag("interpolate", true)},
                            std::move(cancel));
};

constexpr auto query = [](const API& api, const Arguments& a, CancelToken cancel) {
  return api.query(a.text("workspace"), a.text("project_name"), Predicate::parse(a.text("query")),
                   a.flag("archived", false), std::move(cancel));
};

constexpr auto query_project = [](const API& api, const Arguments& a, CancelToken cancel) {
  const Value& predicates = a.value("predicates");
  const std::string workspace = a.text("workspace");
  const std::string project = a.text("project_name");
  const bool archived = a.flag("archived", false);
  return predicates.is_string()
             ? api.query(workspace, project, Predicate::parse(predicates.as_string()), archived,
                         std::move(cancel))
             : api.query_project(workspace, project, predicates, archived, std::move(cancel));
};

constexpr auto get_panel_metrics_names = [](const API& api, const Arguments& a,
                                            CancelToken cancel) {
  return api.get_panel_metrics_names(a.flag("include_sys", false), std::move(cancel));
};

constexpr auto get_panel_size = [](const API& api, const Arguments&, CancelToken) {
  const auto [width, height] = api.get_panel_size();
  return ready(Value(Value::Array{width, height}));
};

constexpr auto use_cache = [](const API& api, const Arguments& a, CancelToken) {
  api.use_cache(a.flag("use", true));
  return ready(Value());
};

constexpr auto clear_cache = [](const API& api, const Arguments&, CancelToken) {
  api.clear_cache();
  return ready(Value());
};

/// The asset's pieces go to `sink`; true where there is such an asset.
inline Task<Value> get_experiment_asset(const API& api, const Arguments& a, AssetSink sink,
                                        CancelToken cancel) {
  co_await api.read_experiment_asset(a.text("experiment_key"), a.text("asset_id"), sink, cancel);
  co_return Value(true);
}

inline Task<Value> get_experiment_asset_by_name(const API& api, const Arguments& a, AssetSink sink,
                                                CancelToken cancel) {
  const std::string key = a.text("experiment_key");
  const auto ids =
      co_await api.find_experiment_assets(key, a.text("file_name"), a.text("asset_type"), cancel);
  if (ids.empty()) co_return Value(false);
  co_await api.read_experiment_asset(key, ids.front(), sink, cancel);
  co_return Value(true);
}

}  // namespace perihelion::methods
