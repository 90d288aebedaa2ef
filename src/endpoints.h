#pragma once

#include <string_view>

namespace perihelion {

/// One row of Comet's REST v2 read contract. Nothing here writes, and nothing else is reachable.
struct Endpoint {
  std::string_view method;
  std::string_view path;  ///< below api/rest/v2/
};

namespace endpoints {

inline constexpr Endpoint kWorkspaces{"GET", "workspaces"};
inline constexpr Endpoint kProjects{"GET", "projects"};
inline constexpr Endpoint kProject{"GET", "project"};
inline constexpr Endpoint kColumnNames{"GET", "project/column-names"};
inline constexpr Endpoint kExperiments{"GET", "experiments"};
inline constexpr Endpoint kMetadata{"GET", "experiment/metadata"};
inline constexpr Endpoint kParameters{"GET", "experiment/parameters"};
inline constexpr Endpoint kMetricsSummary{"GET", "experiment/metrics/summary"};
inline constexpr Endpoint kMetric{"GET", "experiment/metrics/get-metric"};
inline constexpr Endpoint kChart{"POST", "experiments/multi-metric-chart"};

}  // namespace endpoints
}  // namespace perihelion
