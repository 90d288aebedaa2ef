#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "perihelion/query.h"
#include "perihelion/value.h"

namespace perihelion {

/// How far an API may look. Anything outside is `forbidden`, before any request for it is made.
enum class Scope {
  context,    ///< the experiments of the panel's context
  project,    ///< every experiment of the panel's project
  workspace,  ///< every project of the panel's workspace
  all,        ///< whatever the key may read
};

/// "context", "project", "workspace" or "all"; `invalid_argument` for anything else.
Scope parse_scope(std::string_view name);

/// What the hosting page says that a panel is about.
struct PanelContext {
  std::string workspace;     ///< empty where the page named none
  std::string project_name;  ///< likewise
  std::string project_id;    ///< likewise
  std::optional<std::vector<std::string>> experiment_keys;
  std::optional<Predicate> query;  ///< the panel's experiments are those that fulfil it
  std::optional<std::vector<std::string>>
      metrics_names;  ///< to be asked of the server where absent
  Value options = Value::Object();
  Value experiment_colors = Value::Object();  ///< by key: `{"primary", "light"}`
  Value metric_colors = Value::Object();      ///< by metric name, likewise
  double width = 0;                           ///< of the panel, in CSS pixels; 0 where unknown
  double height = 0;

  /// Reads the JSON shape of a page, an object of `workspace`, `projectName`, `projectId`,
  /// `experimentKeys`, `query` (its text), `metricsNames`, `options`, `experimentColors`,
  /// `metricColors`, `width` and `height`, each optional. `invalid_argument` names the member that
  /// is wrong or unknown.
  static PanelContext from_json(const Value& json);
};

}  // namespace perihelion
