#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "perihelion/cancel.h"
#include "perihelion/chart.h"
#include "perihelion/experiment.h"
#include "perihelion/metric_series.h"
#include "perihelion/panel_context.h"
#include "perihelion/rest_client.h"
#include "perihelion/task.h"
#include "perihelion/value.h"

namespace perihelion {

/// A project, by its names or by its id. What is left empty is the panel's.
struct ProjectRef {
  std::string workspace;
  std::string project_name;
  std::string project_id;
};

/// What `API::get_metrics_for_chart` is asked for.
struct ChartQuery {
  std::vector<std::string> experiments;  ///< experiment keys
  std::vector<std::string> metrics;      ///< metric names
  std::vector<std::string> parameters;   ///< parameter names
  bool independent_metrics = true;  ///< false: only the steps at which every metric has a value
  bool fetch_full = false;          ///< false: about 500 sampled points a metric; true: all of them
};

/// Picks experiments by key or name, as a pattern does.
using ExperimentFilter = std::function<bool(const std::string& key_or_name)>;

/// Comet's experiment API as its Python Panels SDK names it. Every call can throw `Error`:
/// `network`, `timeout`, `cancelled`, `unauthorized`, `server`, `bad_response` from the wire,
/// `forbidden` for what lies outside the scope, `not_found` where the server knows no such
/// experiment or project. "Not there" is an empty optional where the SDK returns None. Copies are
/// cheap and share everything.
class API {
 public:
  /// An API that may read whatever the key may read.
  explicit API(std::shared_ptr<const RestClient> client);

  /// A panel's API: the context answers the `get_panel_*` calls and fills in what a call leaves
  /// out, and the scope says how far the panel may look.
  API(std::shared_ptr<const RestClient> client, PanelContext context, Scope scope = Scope::context);

  /// The names of the workspaces that the key may read. (GET workspaces)
  Task<std::vector<std::string>> get_workspaces(CancelToken cancel = {}) const;

  /// The projects of a workspace, each with projectId, projectName, workspaceName, ownerUserName,
  /// projectDescription, numberOfExperiments, lastUpdated (ms since 1970) and public. (GET
  /// projects)
  Task<Value> get_projects(std::string workspace = {}, CancelToken cancel = {}) const;

  /// One project in the same form; nothing where the server knows none. (GET project)
  Task<std::optional<Value>> get_project(ProjectRef project = {}, CancelToken cancel = {}) const;

  /// The experiments of a project, or of all projects of a workspace where `project_name` is empty;
  /// with a filter, those whose key or name it picks (then a project is needed). (GET projects,
  /// experiments)
  Task<std::vector<APIExperiment>> get_experiments(std::string workspace,
                                                   std::string project_name = {},
                                                   ExperimentFilter filter = {},
                                                   CancelToken cancel = {}) const;

  /// One experiment by key; nothing where the server knows none. (GET experiment/metadata)
  Task<std::optional<APIExperiment>> get_experiment(std::string experiment_key,
                                                    CancelToken cancel = {}) const;

  /// One experiment by key, or else by name in its project; nothing where neither is there.
  Task<std::optional<APIExperiment>> get_experiment(std::string workspace, std::string project_name,
                                                    std::string experiment,
                                                    CancelToken cancel = {}) const;

  /// The experiment's metadata: times and duration in ms. (GET experiment/metadata)
  Task<Value> get_experiment_metadata(std::string experiment_key, CancelToken cancel = {}) const;

  /// All points of one metric, as columns; empty where the metric was never logged.
  /// (GET experiment/metrics/get-metric)
  Task<MetricSeries> get_experiment_metric(std::string experiment_key, std::string metric,
                                           CancelToken cancel = {}) const;

  /// Metrics and parameters of many experiments, as columns. Experiments that the server does not
  /// know are missing from the answer. (POST experiments/multi-metric-chart)
  Task<std::vector<ChartExperiment>> get_metrics_for_chart(ChartQuery query,
                                                           CancelToken cancel = {}) const;

  /// For each metric its name, and value, step and timestamp (ms) of its maximum, minimum and last
  /// point; values are texts. (GET experiment/metrics/summary)
  Task<Value> get_experiment_metrics_summaries(std::string experiment_key,
                                               CancelToken cancel = {}) const;

  /// For each parameter its name and values, as texts. (GET experiment/parameters)
  Task<Value> get_experiment_parameters_summaries(std::string experiment_key,
                                                  CancelToken cancel = {}) const;

  /// The keys of the panel's experiments; without keys in the context, those of its project.
  Task<std::vector<std::string>> get_panel_experiment_keys(CancelToken cancel = {}) const;

  /// The panel's options, an object.
  Value get_panel_options() const;

  /// The id of the panel's project; asked of the server where the context has only its names.
  Task<std::optional<std::string>> get_panel_project_id(CancelToken cancel = {}) const;

  /// The name of the panel's project; asked of the server where the context has only its id.
  Task<std::optional<std::string>> get_panel_project_name(CancelToken cancel = {}) const;

  /// The name of the panel's workspace: one name, also where the seed's text says a list.
  Task<std::optional<std::string>> get_panel_workspace(CancelToken cancel = {}) const;

  /// The sorted names of the metrics of the panel's project; those that begin with "sys." only on
  /// request. (GET project/column-names)
  Task<std::vector<std::string>> get_panel_metrics_names(bool include_sys = false,
                                                         CancelToken cancel = {}) const;

 private:
  struct State;

  const PanelContext& panel(std::string_view method) const;
  ProjectRef or_panels(ProjectRef project, std::string_view method) const;
  Task<Value> list_experiments(ProjectRef project, CancelToken cancel) const;
  Task<std::optional<std::string>> panel_project_member(std::string known, std::string member,
                                                        std::string method,
                                                        CancelToken cancel) const;

  void require_workspace(const std::string& workspace) const;
  void require_project(const ProjectRef& project) const;
  Task<void> require_experiments(std::vector<std::string> keys, CancelToken cancel) const;

  std::shared_ptr<State> state_;
};

}  // namespace perihelion
