#include <functional>
#include <map>
#include <stdexcept>

#include "calls.h"

namespace conformance {

namespace {

using perihelion::run;
using Experiment = perihelion::APIExperiment;
using Getter = std::function<Json(const Experiment&, const std::string& argument)>;

/// A getter without arguments.
template <class Answer>
Getter plain(perihelion::Task<Answer> (Experiment::*getter)(perihelion::CancelToken) const) {
  return
      [getter](const Experiment& of, const std::string&) { return json_of(run((of.*getter)({}))); };
}

/// A getter with a text, which may be left out where it has a default.
template <class Answer>
Getter named(perihelion::Task<Answer> (Experiment::*getter)(std::string, perihelion::CancelToken)
                 const,
             const std::string& otherwise = {}) {
  return [getter, otherwise](const Experiment& of, const std::string& argument) {
    return json_of(run((of.*getter)(argument.empty() ? otherwise : argument, {})));
  };
}

Json metrics_of(const Experiment& of, const std::string& name) {
  return name.empty() ? json_of(run(of.get_metrics())) : json_of(run(of.get_metrics(name)));
}

const std::map<std::string, Getter>& getters() {
  static const std::map<std::string, Getter> all = {
      {"get_name", plain(&Experiment::get_name)},
      {"get_metadata", plain(&Experiment::get_metadata)},
      {"get_state", plain(&Experiment::get_state)},
      {"get_tags", plain(&Experiment::get_tags)},
      {"get_metrics", metrics_of},
      {"get_metrics_summary", named(&Experiment::get_metrics_summary)},
      {"get_parameters_summary", named(&Experiment::get_parameters_summary)},
      {"get_others_summary", named(&Experiment::get_others_summary)},
      {"get_html", plain(&Experiment::get_html)},
      {"get_code", plain(&Experiment::get_code)},
      {"get_output", plain(&Experiment::get_output)},
      {"get_model_graph", plain(&Experiment::get_model_graph)},
      {"get_asset_list", named(&Experiment::get_asset_list, "all")},
      {"get_asset", named(&Experiment::get_asset)},
      {"get_asset_by_name", named(&Experiment::get_asset_by_name)},
      {"get_curves", plain(&Experiment::get_curves)},
      {"get_model_names", plain(&Experiment::get_model_names)},
      {"get_model_asset_list", named(&Experiment::get_model_asset_list)},
      {"get_system_details", plain(&Experiment::get_system_details)},
      {"get_system_detail", named(&Experiment::get_system_detail)},
      {"get_installed_packages", plain(&Experiment::get_installed_packages)},
      {"get_git_metadata", plain(&Experiment::get_git_metadata)},
      {"get_git_patch", plain(&Experiment::get_git_patch)},
      {"get_artifact_lineage", named(&Experiment::get_artifact_lineage, "all")},
  };
  return all;
}

}  // namespace

Json call_getter(const Experiment& experiment, const std::string& getter, const Json& args) {
  const auto found = getters().find(getter);
  if (found == getters().end()) throw std::runtime_error("there is no getter " + getter);
  return found->second(experiment, args.empty() ? std::string() : args[0].get<std::string>());
}

}  // namespace conformance
