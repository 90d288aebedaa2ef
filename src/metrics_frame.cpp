#include "metrics_frame.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace perihelion {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kDurations = 100;

/// What one experiment has at one place of the axis: a value a metric.
using Row = std::vector<double>;
using Rows = std::map<double, Row>;

const Column<double>& axis_of(const ChartMetric& metric, const std::string& x_axis) {
  if (x_axis == "step") return metric.steps;
  return x_axis == "epoch" ? metric.epochs : metric.durations;
}

Rows rows_of(const ChartExperiment& experiment, const MetricsFrameQuery& query) {
  Rows rows;
  for (const ChartMetric& metric : experiment.metrics) {
    const auto column = std::ranges::find(query.metrics, metric.metric_name);
    if (column == query.metrics.end()) continue;
    const auto& axis = axis_of(metric, query.x_axis);
    for (std::size_t i = 0; i < axis.size(); ++i) {
      if (std::isnan(axis[i])) continue;
      Row& row = rows.try_emplace(axis[i], query.metrics.size(), kMissing).first->second;
      double& value = row[static_cast<std::size_t>(column - query.metrics.begin())];
      if (!std::isnan(metric.values[i])) value = metric.values[i];
    }
  }
  return rows;
}

/// The value at `x` on the lines between the points; there is none outside of them.
double on_line(const std::vector<std::pair<double, double>>& points, double x) {
  const auto right = std::ranges::lower_bound(points, x, {}, &std::pair<double, double>::first);
  if (right == points.end()) return kMissing;
  if (right->first == x) return right->second;
  if (right == points.begin()) return kMissing;
  const auto [x0, y0] = *std::prev(right);
  const auto [x1, y1] = *right;
  return (y1 - y0) / (x1 - x0) * (x - x0) + y0;
}

Rows interpolated(const Rows& rows, const std::vector<double>& places, std::size_t metrics) {
  Rows out;
  for (const double place : places) out.try_emplace(place, metrics, kMissing);
  for (std::size_t metric = 0; metric < metrics; ++metric) {
    std::vector<std::pair<double, double>> points;
    for (const auto& [x, row] : rows) {
      if (!std::isnan(row[metric])) points.emplace_back(x, row[metric]);
    }
    for (auto& [x, row] : out) row[metric] = on_line(points, x);
  }
  return out;
}

std::vector<double> common_places(const std::map<std::string, Rows>& rows, bool durations) {
  std::set<double> different;
  for (const auto& [key, of_experiment] : rows) {
    for (const auto& [x, row] : of_experiment) different.insert(x);
  }
  std::vector<double> places(different.begin(), different.end());
  if (!durations || places.empty()) return places;
  const double first = places.front();
  const double step = (places.back() - first) / (kDurations - 1);
  std::vector<double> even;
  even.reserve(kDurations);
  for (int i = 0; i < kDurations - 1; ++i) even.push_back(first + i * step);
  even.push_back(places.back());
  return even;
}

}  // namespace

std::optional<MetricsFrame> make_frame(const std::vector<ChartExperiment>& chart,
                                       const MetricsFrameQuery& query) {
  std::map<std::string, Rows> by_experiment;
  std::map<std::string, std::string> names;
  for (const ChartExperiment& experiment : chart) {
    Rows rows = rows_of(experiment, query);
    if (rows.empty()) continue;
    by_experiment[experiment.experiment_key] = std::move(rows);
    names[experiment.experiment_key] = experiment.experiment_name;
  }
  if (by_experiment.empty()) return std::nullopt;

  const std::vector<double> places = common_places(by_experiment, query.x_axis == "duration");
  MetricsFrame frame;
  frame.x_axis = query.x_axis;
  frame.metrics = query.metrics;
  frame.values.resize(query.metrics.size());
  for (auto& [key, rows] : by_experiment) {
    if (query.interpolate) rows = interpolated(rows, places, query.metrics.size());
    for (const auto& [x, row] : rows) {
      frame.experiment_key.push_back(key);
      frame.experiment_name.push_back(names[key]);
      frame.x.push_back(x);
      for (std::size_t i = 0; i < row.size(); ++i) frame.values[i].push_back(row[i]);
    }
  }
  return frame;
}

}  // namespace perihelion
