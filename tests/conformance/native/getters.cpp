#include <cstddef>
#include <functional>
#include <map>
#include <stdexcept>

#include "calls.h"

namespace conformance {

namespace {

using perihelion::run;
using Experiment = perihelion::APIExperiment;
using Getter = std::function<Json(const Experiment&, const Json& args)>;

std::string text(const Json& args, std::size_t place, const std::string& otherwise = {}) {
  return args.size() > place ? args[place].get<std::string>() : otherwise;
}

/// A getter without arguments.
template <class Answer>
Getter plain(perihelion::Task<Answer> (Experiment::*getter)(perihelion::CancelToken) const) {
  return [getter](const Experiment& of, const Json&) { return json_of(run((of.*getter)({}))); };
}

/// A getter with a text, which may be left out where it has a default.
template <class Answer>
Getter named(perihelion::Task<Answer> (Experiment::*getter)(std::string, perihelion::CancelToken)
                 const,
             const std::string& otherwise = {}) {
  return [getter, otherwise](const Experiment& of, const Json& args) {
    return json_of(run((of.*getter)(text(args, 0, otherwise), {})));
  };
}

Json metrics_of(const Experiment& of, const Json& args) {
  return args.empty() ? json_of(run(of.get_metrics()))
                      : json_of(run(of.get_metrics(text(args, 0))));
}

Json asset_by_name(const Experiment& of, const Json& args) {
  const auto found = run(of.get_asset_by_name(text(args, 0), text(args, 1, "all")));
  return found ? form_of(*found, text(args, 2)) : Json();
}

Json assets_by_name(const Experiment& of, const Json& args) {
  const auto found = run(of.get_assets_by_name(text(args, 0), text(args, 1, "all")));
  if (!found) return nullptr;
  Json assets = Json::array();
  for (const auto& asset : *found) assets.push_back(form_of(asset, text(args, 2)));
  return assets;
}

Json to_json(const Experiment& of, const Json& args) {
  return json_of(run(of.to_json(!args.empty() && args[0].get<bool>())));
}

const std::map<std::string, Getter>& getters() {
  static const std::map<std::string, Getter> all = {
      {"get_name", plain(&Experiment::get_name)},
      {"get_metadata", plain(&Experiment::get_metadata)},
      {"get_state", plain(&Experiment::get_state)},
      {"get_tags", plain(&Experiment::get_tags)},
      {"get_metrics", metrics_of},
      {"get_metric_total_df", named(&Experiment::get_metric_total_df)},
      {"get_metrics_summary", named(&Experiment::get_metrics_summary)},
      {"get_parameters_summary", named(&Experiment::get_parameters_summary)},
      {"get_others_summary", named(&Experiment::get_others_summary)},
      {"get_html", plain(&Experiment::get_html)},
      {"get_code", plain(&Experiment::get_code)},
      {"get_output", plain(&Experiment::get_output)},
      {"get_model_graph", plain(&Experiment::get_model_graph)},
      {"get_asset_list", named(&Experiment::get_asset_list, "all")},
      {"get_asset", named(&Experiment::get_asset)},
      {"get_asset_by_name", asset_by_name},
      {"get_assets_by_name", assets_by_name},
      {"get_curves", plain(&Experiment::get_curves)},
      {"get_curve", named(&Experiment::get_curve)},
      {"get_model_names", plain(&Experiment::get_model_names)},
      {"get_model_asset_list", named(&Experiment::get_model_asset_list)},
      {"get_system_details", plain(&Experiment::get_system_details)},
      {"get_system_detail", named(&Experiment::get_system_detail)},
      {"get_user", plain(&Experiment::get_user)},
      {"get_pid", plain(&Experiment::get_pid)},
      {"get_os", plain(&Experiment::get_os)},
      {"get_os_type", plain(&Experiment::get_os_type)},
      {"get_os_release", plain(&Experiment::get_os_release)},
      {"get_os_packages", plain(&Experiment::get_os_packages)},
      {"get_ip", plain(&Experiment::get_ip)},
      {"get_hostname", plain(&Experiment::get_hostname)},
      {"get_network_interface_ips", plain(&Experiment::get_network_interface_ips)},
      {"get_command", plain(&Experiment::get_command)},
      {"get_executable", plain(&Experiment::get_executable)},
      {"get_machine", plain(&Experiment::get_machine)},
      {"get_processor", plain(&Experiment::get_processor)},
      {"get_python_version", plain(&Experiment::get_python_version)},
      {"get_python_version_verbose", plain(&Experiment::get_python_version_verbose)},
      {"get_total_memory", plain(&Experiment::get_total_memory)},
      {"get_max_memory", plain(&Experiment::get_max_memory)},
      {"get_gpu_static_info", plain(&Experiment::get_gpu_static_info)},
      {"get_additional_system_info", plain(&Experiment::get_additional_system_info)},
      {"get_system_metric_names", plain(&Experiment::get_system_metric_names)},
      {"get_installed_packages", plain(&Experiment::get_installed_packages)},
      {"get_git_metadata", plain(&Experiment::get_git_metadata)},
      {"get_git_patch", plain(&Experiment::get_git_patch)},
      {"get_artifact_lineage", named(&Experiment::get_artifact_lineage, "all")},
      {"to_json", to_json},
  };
  return all;
}

}  // namespace

Json call_getter(const Experiment& experiment, const std::string& getter, const Json& args) {
  const auto found = getters().find(getter);
  if (found == getters().end()) throw std::runtime_error("there is no getter " + getter);
  return found->second(experiment, args);
}

}  // namespace conformance
