#pragma once

#include <string_view>

namespace perihelion {

/// Whether an answer is kept for the next time, as Comet's own client does it.
enum class Caching { never, keep };

/// One row of Comet's REST v2 read contract. Nothing here writes, and nothing else is reachable.
struct Endpoint {
  std::string_view method;
  std::string_view path;  ///< below api/rest/v2/
  Caching caching = Caching::never;
  bool shared = true;  ///< false: each caller gets the bytes as they arrive
};

namespace endpoints {

inline constexpr Endpoint kAccountDetails{"GET", "account-details", Caching::keep};
inline constexpr Endpoint kWorkspaces{"GET", "workspaces", Caching::keep};
inline constexpr Endpoint kProjects{"GET", "projects"};
inline constexpr Endpoint kProject{"GET", "project", Caching::keep};
inline constexpr Endpoint kProjectNotes{"GET", "project/notes", Caching::keep};
inline constexpr Endpoint kColumnNames{"GET", "project/column-names"};
inline constexpr Endpoint kExperiments{"GET", "experiments"};
inline constexpr Endpoint kMetadata{"GET", "experiment/metadata"};
inline constexpr Endpoint kParameters{"GET", "experiment/parameters", Caching::keep};
inline constexpr Endpoint kMetricsSummary{"GET", "experiment/metrics/summary", Caching::keep};
inline constexpr Endpoint kOthers{"GET", "experiment/log-other", Caching::keep};
inline constexpr Endpoint kMetric{"GET", "experiment/metrics/get-metric", Caching::keep};
inline constexpr Endpoint kAllMetrics{"GET", "experiment/metrics/get-all", Caching::keep};
inline constexpr Endpoint kTags{"GET", "experiment/tags", Caching::keep};
inline constexpr Endpoint kHtml{"GET", "experiment/html", Caching::keep};
inline constexpr Endpoint kCode{"GET", "experiment/code", Caching::keep};
inline constexpr Endpoint kOutput{"GET", "experiment/output", Caching::keep};
inline constexpr Endpoint kGraph{"GET", "experiment/graph", Caching::keep};
inline constexpr Endpoint kSystemDetails{"GET", "experiment/system-details", Caching::keep};
inline constexpr Endpoint kGitMetadata{"GET", "experiment/git/metadata", Caching::keep};
inline constexpr Endpoint kGitPatch{"GET", "experiment/git/patch", Caching::never, false};
inline constexpr Endpoint kAssetList{"GET", "experiment/asset/list"};
inline constexpr Endpoint kAssetByName{"GET", "experiment/asset/get-by-name", Caching::keep};
inline constexpr Endpoint kAsset{"GET", "experiment/asset/get-asset", Caching::never, false};
inline constexpr Endpoint kModels{"GET", "experiment/model"};
inline constexpr Endpoint kModelAssetList{"GET", "experiment/model/asset/list"};
inline constexpr Endpoint kArtifacts{"GET", "get/artifacts"};
inline constexpr Endpoint kQuery{"POST", "project/query"};
inline constexpr Endpoint kChart{"POST", "experiments/multi-metric-chart"};

}  // namespace endpoints
}  // namespace perihelion
