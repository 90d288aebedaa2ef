#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace perihelion {

class APIExperiment;

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

/// Which experiments `API::get_experiments` lists, and in which order.
struct ExperimentsQuery {
  std::string workspace;
  std::string project_name;  ///< empty: all projects of the workspace
  ExperimentFilter filter;   ///< needs a project
  bool archived = false;     ///< the archived ones instead of the others
  int page = 0;              ///< from 1; 0 for no pages. Needs `page_size`
  int page_size = 0;         ///< experiments a page; 0: as many as the server gives
  std::string sort_by;       ///< "startTime", "endTime" or empty
  std::string sort_order;    ///< "asc", "desc" or empty
};

/// What `API::get` found: names of workspaces or projects, experiments, or one experiment.
using Found = std::variant<std::vector<std::string>, std::vector<APIExperiment>,
                           std::optional<APIExperiment>>;

}  // namespace perihelion
