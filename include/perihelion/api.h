#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "perihelion/api_queries.h"
#include "perihelion/asset.h"
#include "perihelion/cancel.h"
#include "perihelion/chart.h"
#include "perihelion/metric_series.h"
#include "perihelion/metrics_frame.h"
#include "perihelion/panel_context.h"
#include "perihelion/query.h"
#include "perihelion/rest_client.h"
#include "perihelion/task.h"
#include "perihelion/value.h"

namespace perihelion {

/// Comet's experiment API as its Python Panels SDK names it. Every call can throw `Error`, whose
/// `ErrorCode` says why: `invalid_argument` before anything was sent, `forbidden` for what lies
/// outside the scope, all else from the wire. "Not there" is an empty optional or a null `Value`
/// where the SDK returns None. Small answers are `Value`s in the server's spelling. Copies are
/// cheap and share everything.
class API {
 public:
  /// An API that may read whatever the key may read.
  explicit API(std::shared_ptr<const RestClient> client);

  /// A panel's API: the context answers the `get_panel_*` calls and fills in what a call leaves
  /// out, and the scope says how far the panel may look.
  API(std::shared_ptr<const RestClient> client, PanelContext context, Scope scope = Scope::context);

  // Workspaces and projects

  /// Without arguments the names of all workspaces; with a workspace the names of its projects;
  /// with a project too its experiments; with all three the experiment of that key or name. The
  /// arguments may also come as one text, "workspace/project/experiment", in which only the last
  /// part may hold further slashes.
  Task<Found> get(std::string workspace = {}, std::string project_name = {},
                  std::string experiment = {}, CancelToken cancel = {}) const;

  /// The user of the key: userName and defaultWorkspaceName. (GET account-details)
  Task<Value> get_account_details(CancelToken cancel = {}) const;

  /// The names of the workspaces that the key may read. (GET workspaces)
  Task<std::vector<std::string>> get_workspaces(CancelToken cancel = {}) const;

  /// The projects of a workspace, each with projectId, projectName, workspaceName, ownerUserName,
  /// projectDescription, numberOfExperiments, lastUpdated (ms since 1970) and public. comet_ml
  /// returns their names only: here the Panels SDK's "details" count. (GET projects)
  Task<Value> get_projects(std::string workspace = {}, CancelToken cancel = {}) const;

  /// One project in the same form; nothing where the server knows none. (GET project)
  Task<std::optional<Value>> get_project(ProjectRef project = {}, CancelToken cancel = {}) const;

  /// `{"columns": [{name, id, type, source}, …]}`: what the experiments of a project logged.
  /// Sources are metrics, params, log_other, metadata, tag and env_details; types double, string,
  /// boolean, datetime and timenumber. (GET project/column-names)
  Task<Value> get_project_columns(ProjectRef project = {}, CancelToken cancel = {}) const;

  /// An object with the metadata of each experiment of a project under its key. (GET experiments)
  Task<Value> get_project_experiments(ProjectRef project = {}, CancelToken cancel = {}) const;

  /// The notes of a project; nothing where it has none. Given names, the project is looked up
  /// first. (GET project, project/notes)
  Task<std::optional<std::string>> get_project_notes(ProjectRef project = {},
                                                     CancelToken cancel = {}) const;

  // Experiments

  /// The experiments of a project, or of all projects of a workspace where `project_name` is empty;
  /// with a filter, those whose key or name it picks. (GET projects, experiments)
  Task<std::vector<APIExperiment>> get_experiments(ExperimentsQuery query,
                                                   CancelToken cancel = {}) const;
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

  /// The same as `get_experiment` with a key.
  Task<std::optional<APIExperiment>> get_experiment_by_key(std::string experiment_key,
                                                           CancelToken cancel = {}) const;
  /// The same, under its older name.
  Task<std::optional<APIExperiment>> get_experiment_by_id(std::string experiment,
                                                          CancelToken cancel = {}) const;

  /// The first experiment of that name in the panel's project, or nothing. (GET experiments)
  Task<std::optional<APIExperiment>> get_experiment_by_name(std::string experiment_name,
                                                            CancelToken cancel = {}) const;

  /// The experiment's metadata: times and duration in ms. (GET experiment/metadata)
  Task<Value> get_experiment_metadata(std::string experiment_key, CancelToken cancel = {}) const;

  /// The experiment's name, or nothing. One longer than `max_length` characters is cut to that, its
  /// last character being "…"; 0 cuts nothing. (GET experiment/metadata)
  Task<std::optional<std::string>> get_experiment_name(std::string experiment_key,
                                                       int max_length = 0,
                                                       CancelToken cancel = {}) const;

  /// The address of the experiment's page. (GET experiment/metadata)
  Task<std::string> get_experiment_url(std::string experiment_key, CancelToken cancel = {}) const;

  /// The tags, or nothing where the server names none. (GET experiment/tags)
  Task<std::optional<std::vector<std::string>>> get_experiment_tags(std::string experiment_key,
                                                                    CancelToken cancel = {}) const;

  /// For each parameter its name and values, as texts. (GET experiment/parameters)
  Task<Value> get_experiment_parameters_summaries(std::string experiment_key,
                                                  CancelToken cancel = {}) const;

  /// The same of everything logged as "other". (GET experiment/log-other)
  Task<Value> get_experiment_others_summaries(std::string experiment_key,
                                              CancelToken cancel = {}) const;

  /// The experiment's HTML, source code, standard output and model graph; nothing where it has
  /// none. (GET experiment/html, code, output, graph)
  Task<std::optional<std::string>> get_experiment_html(std::string experiment_key,
                                                       CancelToken cancel = {}) const;
  Task<std::optional<std::string>> get_experiment_code(std::string experiment_key,
                                                       CancelToken cancel = {}) const;
  Task<std::optional<std::string>> get_experiment_output(std::string experiment_key,
                                                         CancelToken cancel = {}) const;
  Task<std::optional<std::string>> get_experiment_graph(std::string experiment_key,
                                                        CancelToken cancel = {}) const;
  Task<std::optional<std::string>> get_experiment_model_graph(std::string experiment_key,
                                                              CancelToken cancel = {}) const;
  Task<std::optional<std::string>> get_model_graph(std::string experiment_key,
                                                   CancelToken cancel = {}) const;

  /// "name==version" of each installed package, or nothing. (GET experiment/system-details)
  Task<std::optional<std::vector<std::string>>> get_experiment_installed_packages(
      std::string experiment_key, CancelToken cancel = {}) const;

  /// The machine that the experiment ran on: user, os, pythonVersion, hostname, command,
  /// gpuStaticInfoList, totalRam (bytes), …. (GET experiment/system-details)
  Task<Value> get_experiment_system_details(std::string experiment_key,
                                            CancelToken cancel = {}) const;

  /// user, root, branch, parent and origin. (GET experiment/git/metadata)
  Task<Value> get_experiment_git_metadata(std::string experiment_key,
                                          CancelToken cancel = {}) const;

  /// The uncommitted changes, a zip with one file `git_diff.patch`, or nothing.
  /// (GET experiment/git/patch)
  Task<std::optional<Asset>> get_experiment_git_patch(std::string experiment_key,
                                                      CancelToken cancel = {}) const;

  /// The artifacts that the experiment used and made; `direction` is "all", "input" or "output".
  /// (GET get/artifacts)
  Task<Value> get_experiment_artifact_lineage(std::string experiment_key,
                                              std::string direction = "all",
                                              CancelToken cancel = {}) const;

  // Metrics

  /// All points of one metric, as columns; empty where the metric was never logged.
  /// (GET experiment/metrics/get-metric)
  Task<MetricSeries> get_experiment_metric(std::string experiment_key, std::string metric,
                                           CancelToken cancel = {}) const;

  /// All points of all metrics, a series for each, sorted by name. (GET experiment/metrics/get-all)
  Task<std::vector<MetricSeries>> get_experiment_metrics(std::string experiment_key,
                                                         CancelToken cancel = {}) const;

  /// For each metric its name, and value, step and timestamp (ms) of its maximum, minimum and last
  /// point; values are texts. (GET experiment/metrics/summary)
  Task<Value> get_experiment_metrics_summaries(std::string experiment_key,
                                               CancelToken cancel = {}) const;

  /// Metrics and parameters of many experiments, as columns. Experiments that the server does not
  /// know are missing from the answer. Asked in batches of up to 100 series (20 with `fetch_full`),
  /// or 200 experiments where only parameters are wanted, which are kept one by one; of up to 120
  /// experiments with metrics a batch has no more than 20. (POST experiments/multi-metric-chart)
  Task<std::vector<ChartExperiment>> get_metrics_for_chart(ChartQuery query,
                                                           CancelToken cancel = {}) const;

  /// The same batch by batch as they arrive, never held as a whole.
  /// (POST experiments/multi-metric-chart)
  Task<void> read_metrics_for_chart(ChartQuery query, ChartSink sink,
                                    CancelToken cancel = {}) const;

  /// Sampled metrics of many experiments as one table, the last value counting where one place has
  /// several; nothing where there are no points. (POST experiments/multi-metric-chart)
  Task<std::optional<MetricsFrame>> get_metrics_df(MetricsFrameQuery query,
                                                   CancelToken cancel = {}) const;

  // Assets and models

  /// The assets of an experiment of one type, or of every type: assetId, fileName, fileSize
  /// (bytes), type, step, createdAt (ms), link, metadata (JSON text or null), …. Types are "image",
  /// "audio", "video", "histogram_combined_3d", "curve", "source_code", "model-element",
  /// "confusion-matrix", "text-sample" and whatever else the server knows.
  /// (GET experiment/asset/list)
  Task<Value> get_experiment_asset_list(std::string experiment_key, std::string asset_type = "all",
                                        CancelToken cancel = {}) const;

  /// An asset's bytes, unchanged. (GET experiment/asset/get-asset)
  Task<Asset> get_experiment_asset(std::string experiment_key, std::string asset_id,
                                   CancelToken cancel = {}) const;

  /// The same piece by piece, never held as a whole. (GET experiment/asset/get-asset)
  Task<void> read_experiment_asset(std::string experiment_key, std::string asset_id, AssetSink sink,
                                   CancelToken cancel = {}) const;

  /// The ids of the assets of that file name and type. (GET experiment/asset/get-by-name)
  Task<std::vector<std::string>> find_experiment_assets(std::string experiment_key,
                                                        std::string file_name,
                                                        std::string asset_type = "all",
                                                        CancelToken cancel = {}) const;

  /// The first asset of that file name and type, or nothing.
  /// (GET experiment/asset/get-by-name, experiment/asset/get-asset)
  Task<std::optional<Asset>> get_experiment_asset_by_name(std::string experiment_key,
                                                          std::string file_name,
                                                          std::string asset_type = "all",
                                                          CancelToken cancel = {}) const;

  /// The bytes of all curves, and of all images. (GET experiment/asset/list,
  /// experiment/asset/get-asset)
  Task<std::vector<Asset>> get_experiment_curves(std::string experiment_key,
                                                 CancelToken cancel = {}) const;
  Task<std::vector<Asset>> get_experiment_images(std::string experiment_key,
                                                 CancelToken cancel = {}) const;

  /// The experiment's models: experimentModelId, experimentKey, modelName; null where the server
  /// names none. (GET experiment/model)
  Task<Value> get_experiment_models(std::string experiment_key, CancelToken cancel = {}) const;

  /// The assets of one model; null where the server names none. (GET experiment/model/asset/list)
  Task<Value> get_experiment_model_asset_list(std::string experiment_key, std::string model_name,
                                              CancelToken cancel = {}) const;

  // Queries

  /// The experiments of a project that fulfil a condition, in the server's order, filled in from
  /// one listing. `archived` looks among the archived ones instead. What is asked of the server:
  /// its columns, one `project/query` for each alternative of the condition (a single one without
  /// `|` and without `~` around `&`), and the listing. A column that the project does not have
  /// matches nothing, and the panel's report says so. `invalid_argument` for an operator that a
  /// column's type does not have. (GET project/column-names, experiments; POST project/query)
  Task<std::vector<APIExperiment>> query(std::string workspace, std::string project_name,
                                         Predicate query, bool archived = false,
                                         CancelToken cancel = {}) const;

  /// The same for predicates in Comet's own JSON, sent as they are: a list, empty for all
  /// experiments. (GET experiments; POST project/query)
  Task<std::vector<APIExperiment>> query_project(std::string workspace, std::string project_name,
                                                 Value predicates, bool archived = false,
                                                 CancelToken cancel = {}) const;

  /// The columns of a project as the variables of queries. (GET project/column-names)
  Task<std::vector<AnyQueryVariable>> get_query_variables(ProjectRef project = {},
                                                          CancelToken cancel = {}) const;

  // The panel

  /// The keys of the panel's experiments; without keys in the context, those of its project. With a
  /// query in the context, those of them that fulfil it.
  Task<std::vector<std::string>> get_panel_experiment_keys(CancelToken cancel = {}) const;

  /// The panel's experiments in the same order, from one listing of their project; those that the
  /// server does not know are left out. (GET experiments; without a project in the context
  /// experiment/metadata once for each project)
  Task<std::vector<APIExperiment>> get_panel_experiments(CancelToken cancel = {}) const;

  /// The panel's options, an object.
  Value get_panel_options() const;

  /// The id of the panel's project; asked of the server where the context has only its names.
  Task<std::optional<std::string>> get_panel_project_id(CancelToken cancel = {}) const;

  /// The name of the panel's project; asked of the server where the context has only its id.
  Task<std::optional<std::string>> get_panel_project_name(CancelToken cancel = {}) const;

  /// The name of the panel's workspace: one name, also where the Panels SDK's text says a list.
  Task<std::optional<std::string>> get_panel_workspace(CancelToken cancel = {}) const;

  /// The sorted names of the metrics of the panel's project; those that begin with "sys." only on
  /// request. (GET project/column-names)
  Task<std::vector<std::string>> get_panel_metrics_names(bool include_sys = false,
                                                         CancelToken cancel = {}) const;

  /// Colors by experiment key and by metric name, as the page gave them: `{"primary", "light"}`.
  Value get_panel_experiment_colors() const;
  Value get_panel_metric_colors() const;

  /// The panel's size in CSS pixels; 0 where the page did not say.
  double get_panel_width() const;
  double get_panel_height() const;
  std::pair<double, double> get_panel_size() const;

  /// The requests that this API has sent so far, retries included.
  std::int64_t get_panel_request_count() const;

  /// The same by endpoint, as lines of text: requests, retries, cache hits, bytes and time; and a
  /// line for each warning, such as a column of a query that the project does not have.
  std::string get_panel_report() const;

  // The cache

  /// Whether calls of this API may be answered from what was answered before, and are kept for the
  /// next ones. Answers of an experiment that may still run are good for 10 s, others until they
  /// are the least recently used.
  void use_cache(bool use) const;

  /// Takes nothing from the cache that was answered before now.
  void clear_cache() const;

  // The life of the API

  /// Whether its requests go before those of others (as all do at first): false for a panel that
  /// nobody sees now.
  void set_in_sight(bool in_sight) const;

  /// The bytes of bodies received so far, also of those that another API's call had begun.
  std::int64_t received() const;

  /// What it counted, warned of and settled so far, for `resume` of an API that takes its place.
  Value history() const;
  void resume(const Value& history) const;

 private:
  friend class APIExperiment;
  struct State;

  const PanelContext& panel(std::string_view method) const;
  ProjectRef or_panels(ProjectRef project, std::string_view method) const;
  Task<Value> ask(const Endpoint& endpoint, RestClient::Params params, CancelToken cancel) const;
  Task<Value> ask_of(const Endpoint& endpoint, std::string experiment_key, CancelToken cancel,
                     RestClient::Params further = {}) const;
  Task<Value> summaries_of(const Endpoint& endpoint, std::string experiment_key,
                           CancelToken cancel) const;
  Task<std::optional<std::string>> text_of(const Endpoint& endpoint, std::string member,
                                           std::string experiment_key, CancelToken cancel) const;
  Task<std::vector<APIExperiment>> list_experiments(ProjectRef project, RestClient::Params further,
                                                    CancelToken cancel) const;
  Task<std::vector<APIExperiment>> list_of(ProjectRef project, CancelToken cancel) const;
  Task<std::optional<APIExperiment>> experiment_named(ProjectRef project, std::string key_or_name,
                                                      CancelToken cancel) const;
  Task<std::vector<Asset>> assets_of_type(std::string experiment_key, std::string type,
                                          CancelToken cancel) const;
  Task<std::vector<APIExperiment>> panel_query(Predicate query, CancelToken cancel) const;
  Task<ProjectRef> with_names(ProjectRef project, CancelToken cancel) const;
  Task<std::vector<std::string>> keys_fulfilling(ProjectRef project, Value predicates,
                                                 bool archived, CancelToken cancel) const;
  Task<std::vector<APIExperiment>> experiments_with(ProjectRef project,
                                                    std::vector<std::string> keys, bool archived,
                                                    CancelToken cancel) const;
  Task<std::optional<std::string>> panel_project_member(std::string known, std::string member,
                                                        std::string method,
                                                        CancelToken cancel) const;

  void require_all(const std::string& what) const;
  void require_workspace(const std::string& workspace) const;
  void require_project(const ProjectRef& project) const;
  void require_listing() const;
  bool in_scope(const std::string& experiment_key) const;
  void note_listed(const APIExperiment& experiment) const;
  Task<void> require_experiments(std::vector<std::string> keys, CancelToken cancel) const;

  std::shared_ptr<State> state_;
};

}  // namespace perihelion

// APIExperiment reads through an API, and API's answers hold experiments.
#include "perihelion/experiment.h"
