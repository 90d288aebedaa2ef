#include "metrics_frame.h"

#include <algorithm>
#include <map>

#include "alignment.h"

namespace perihelion {
namespace {

constexpr int kDurations = 100;

/// One experiment: for each metric its points, as the server has them.
struct Entry {
  std::string name;
  std::vector<Points> metrics;
  std::vector<double> places;
};

const Column<double>& axis_of(const ChartMetric& metric, const std::string& x_axis) {
  if (x_axis == "step") return metric.steps;
  return x_axis == "epoch" ? metric.epochs : metric.durations;
}

Entry entry_of(const ChartExperiment& experiment, const MetricsFrameQuery& query) {
  Entry out{experiment.experiment_name, std::vector<Points>(query.metrics.size()), {}};
  for (const ChartMetric& metric : experiment.metrics) {
    const auto column = std::ranges::find(query.metrics, metric.metric_name);
    if (column == query.metrics.end()) continue;
    const auto& axis = axis_of(metric, query.x_axis);
    Points& points = out.metrics[static_cast<std::size_t>(column - query.metrics.begin())];
    points.x.insert(points.x.end(), axis.begin(), axis.end());
    for (std::size_t i = 0; i < axis.size(); ++i) points.y.push_back(metric.values[i]);
  }
  for (const Points& points : out.metrics) add_places(out.places, points.x);
  sort_places(out.places);
  return out;
}

std::vector<double> common_places(const std::map<std::string, Entry>& entries, bool durations) {
  std::vector<double> places;
  for (const auto& [key, entry] : entries) add_places(places, entry.places);
  sort_places(places);
  return durations ? even_places(places, kDurations) : places;
}

}  // namespace

std::optional<MetricsFrame> make_frame(const std::vector<ChartExperiment>& chart,
                                       const MetricsFrameQuery& query) {
  std::map<std::string, Entry> entries;
  for (const ChartExperiment& experiment : chart) {
    Entry entry = entry_of(experiment, query);
    if (!entry.places.empty()) entries[experiment.experiment_key] = std::move(entry);
  }
  if (entries.empty()) return std::nullopt;

  const std::vector<double> common = common_places(entries, query.x_axis == "duration");
  MetricsFrame frame;
  frame.x_axis = query.x_axis;
  frame.metrics = query.metrics;
  frame.values.resize(query.metrics.size());
  for (const auto& [key, entry] : entries) {
    const std::vector<double>& places = query.interpolate ? common : entry.places;
    frame.experiment_key.insert(frame.experiment_key.end(), places.size(), key);
    frame.experiment_name.insert(frame.experiment_name.end(), places.size(), entry.name);
    frame.x.insert(frame.x.end(), places.begin(), places.end());
    for (std::size_t i = 0; i < entry.metrics.size(); ++i) {
      const auto& [x, y] = entry.metrics[i];
      const std::vector<double> values = values_at(places, {x, y}, query.interpolate);
      frame.values[i].insert(frame.values[i].end(), values.begin(), values.end());
    }
  }
  return frame;
}

}  // namespace perihelion
