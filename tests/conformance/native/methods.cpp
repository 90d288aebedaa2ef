#include <functional>
#include <map>
#include <stdexcept>
#include <utility>

#include "calls.h"
#include "perihelion/native.h"

namespace conformance {

namespace {

using perihelion::API;
using perihelion::CancelToken;
using perihelion::ProjectRef;
using perihelion::run;
using perihelion::Task;
using Method = std::function<Json(const API&, const Json& args)>;
using Methods = std::map<std::string, Method>;

/// An argument as text; empty where it is left out.
std::string text(const Json& args, const char* name) {
  return args.contains(name) && args[name].is_string() ? args[name].get<std::string>() : "";
}

std::vector<std::string> texts(const Json& args, const char* name) {
  return args.at(name).get<std::vector<std::string>>();
}

ProjectRef project(const Json& args) {
  return {text(args, "workspace"), text(args, "project_name"), text(args, "project_id")};
}

template <class Answer>
Method plain(Task<Answer> (API::*method)(CancelToken) const) {
  return [method](const API& api, const Json&) { return json_of(run((api.*method)({}))); };
}

template <class Answer>
Method of_project(Task<Answer> (API::*method)(ProjectRef, CancelToken) const) {
  return [method](const API& api, const Json& args) {
    return json_of(run((api.*method)(project(args), {})));
  };
}

/// A method of one text: an experiment's key, mostly.
template <class Answer>
Method of_text(Task<Answer> (API::*method)(std::string, CancelToken) const,
               const char* name = "experiment_key") {
  return [method, name](const API& api, const Json& args) {
    return json_of(run((api.*method)(text(args, name), {})));
  };
}

template <class Answer>
Method of_texts(Task<Answer> (API::*method)(std::string, std::string, CancelToken) const,
                const char* second) {
  return [method, second](const API& api, const Json& args) {
    return json_of(run((api.*method)(text(args, "experiment_key"), text(args, second), {})));
  };
}

template <class Answer>
Method told(Answer (API::*method)() const) {
  return [method](const API& api, const Json&) { return json_of((api.*method)()); };
}

Json get(const API& api, const Json& args) {
  return json_of(
      run(api.get(text(args, "workspace"), text(args, "project_name"), text(args, "experiment"))));
}

Json get_experiment(const API& api, const Json& args) {
  const auto experiment = text(args, "experiment");
  if (!args.contains("workspace")) return json_of(run(api.get_experiment(experiment)));
  return json_of(
      run(api.get_experiment(text(args, "workspace"), text(args, "project_name"), experiment)));
}

Json get_experiments(const API& api, const Json& args) {
  perihelion::ExperimentsQuery query;
  query.workspace = text(args, "workspace");
  query.project_name = text(args, "project_name");
  if (args.contains("pattern")) query.filter = perihelion::matching(text(args, "pattern"));
  query.archived = args.value("archived", false);
  query.page = args.value("page", 0);
  query.page_size = args.value("page_size", 0);
  query.sort_by = text(args, "sort_by");
  query.sort_order = text(args, "sort_order");
  return json_of(run(api.get_experiments(std::move(query))));
}

Json get_experiment_name(const API& api, const Json& args) {
  const int length = args.contains("max_length") ? args["max_length"].get<int>() : 0;
  return json_of(run(api.get_experiment_name(text(args, "experiment_key"), length)));
}

Json get_experiment_asset(const API& api, const Json& args) {
  const auto key = text(args, "experiment_key");
  return form_of(run(api.get_experiment_asset(key, text(args, "asset_id"))),
                 text(args, "return_type"));
}

Json get_experiment_asset_by_name(const API& api, const Json& args) {
  const auto key = text(args, "experiment_key");
  const auto found = run(api.get_experiment_asset_by_name(key, text(args, "file_name")));
  return found ? form_of(*found, text(args, "return_type")) : Json();
}

Json get_metrics_for_chart(const API& api, const Json& args) {
  return json_of(
      run(api.get_metrics_for_chart({.experiments = texts(args, "experiments"),
                                     .metrics = texts(args, "metrics"),
                                     .parameters = texts(args, "parameters"),
                                     .independent_metrics = args.at("independent_metrics"),
                                     .fetch_full = args.at("fetch_full")})));
}

Json get_metrics_df(const API& api, const Json& args) {
  return json_of(run(api.get_metrics_df({.experiment_keys = texts(args, "experiment_keys"),
                                         .metrics = texts(args, "metrics"),
                                         .x_axis = text(args, "x_axis"),
                                         .interpolate = args.at("interpolate")})));
}

Json get_panel_metrics_names(const API& api, const Json& args) {
  return json_of(run(api.get_panel_metrics_names(args.value("include_sys", false))));
}

const Methods& methods() {
  static const Methods all = {
      {"get", get},
      {"get_account_details", plain(&API::get_account_details)},
      {"get_workspaces", plain(&API::get_workspaces)},
      {"get_projects", of_text(&API::get_projects, "workspace")},
      {"get_project", of_project(&API::get_project)},
      {"get_project_columns", of_project(&API::get_project_columns)},
      {"get_project_experiments", of_project(&API::get_project_experiments)},
      {"get_project_notes", of_project(&API::get_project_notes)},
      {"get_experiments", get_experiments},
      {"get_experiment", get_experiment},
      {"get_experiment_by_key", of_text(&API::get_experiment_by_key)},
      {"get_experiment_by_id", of_text(&API::get_experiment_by_id, "experiment")},
      {"get_experiment_by_name", of_text(&API::get_experiment_by_name, "experiment_name")},
      {"get_experiment_metadata", of_text(&API::get_experiment_metadata)},
      {"get_experiment_name", get_experiment_name},
      {"get_experiment_url", of_text(&API::get_experiment_url)},
      {"get_experiment_tags", of_text(&API::get_experiment_tags)},
      {"get_experiment_parameters_summaries", of_text(&API::get_experiment_parameters_summaries)},
      {"get_experiment_others_summaries", of_text(&API::get_experiment_others_summaries)},
      {"get_experiment_html", of_text(&API::get_experiment_html)},
      {"get_experiment_code", of_text(&API::get_experiment_code)},
      {"get_experiment_output", of_text(&API::get_experiment_output)},
      {"get_experiment_graph", of_text(&API::get_experiment_graph)},
      {"get_experiment_model_graph", of_text(&API::get_experiment_model_graph)},
      {"get_model_graph", of_text(&API::get_model_graph)},
      {"get_experiment_installed_packages", of_text(&API::get_experiment_installed_packages)},
      {"get_experiment_system_details", of_text(&API::get_experiment_system_details)},
      {"get_experiment_git_metadata", of_text(&API::get_experiment_git_metadata)},
      {"get_experiment_git_patch", of_text(&API::get_experiment_git_patch)},
      {"get_experiment_artifact_lineage",
       of_texts(&API::get_experiment_artifact_lineage, "direction")},
      {"get_experiment_metric", of_texts(&API::get_experiment_metric, "metric")},
      {"get_experiment_metrics", of_text(&API::get_experiment_metrics)},
      {"get_experiment_metrics_summaries", of_text(&API::get_experiment_metrics_summaries)},
      {"get_metrics_for_chart", get_metrics_for_chart},
      {"get_metrics_df", get_metrics_df},
      {"get_experiment_asset_list", of_texts(&API::get_experiment_asset_list, "asset_type")},
      {"get_experiment_asset", get_experiment_asset},
      {"get_experiment_asset_by_name", get_experiment_asset_by_name},
      {"get_experiment_curves", of_text(&API::get_experiment_curves)},
      {"get_experiment_images", of_text(&API::get_experiment_images)},
      {"get_experiment_models", of_text(&API::get_experiment_models)},
      {"get_experiment_model_asset_list",
       of_texts(&API::get_experiment_model_asset_list, "model_name")},
      {"get_panel_experiment_keys", plain(&API::get_panel_experiment_keys)},
      {"get_panel_experiments", plain(&API::get_panel_experiments)},
      {"get_panel_options", told(&API::get_panel_options)},
      {"get_panel_project_id", plain(&API::get_panel_project_id)},
      {"get_panel_project_name", plain(&API::get_panel_project_name)},
      {"get_panel_workspace", plain(&API::get_panel_workspace)},
      {"get_panel_metrics_names", get_panel_metrics_names},
      {"get_panel_experiment_colors", told(&API::get_panel_experiment_colors)},
      {"get_panel_metric_colors", told(&API::get_panel_metric_colors)},
      {"get_panel_width", told(&API::get_panel_width)},
      {"get_panel_height", told(&API::get_panel_height)},
      {"get_panel_size", told(&API::get_panel_size)},
  };
  return all;
}

}  // namespace

Json call_method(const API& api, const std::string& method, const Json& args) {
  const auto found = methods().find(method);
  if (found == methods().end()) throw std::runtime_error("there is no method " + method);
  return found->second(api, args);
}

}  // namespace conformance
