#include "perihelion/experiment.h"

#include <limits>
#include <set>

#include "all.h"
#include "api_state.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

constexpr double kMsPerSecond = 1000;

/// All of a list, or the one of that name; an empty list where there is none.
Value named(Value list, const std::string& name) {
  if (name.empty()) return list;
  for (const Value& one : list.as_array()) {
    if (one["name"] == Value(name)) return one;
  }
  return Value::Array();
}

Value::Array values_named(const Value& list, const std::string& name) {
  Value::Array values;
  for (const Value& one : list.as_array()) {
    if (one["name"] == Value(name)) values.push_back(one["valueCurrent"]);
  }
  return values;
}

}  // namespace

std::string APIExperiment::url() const {
  const std::string project =
      api_.state_->client->base_url() + '/' + workspace() + '/' + project_name() + '/';
  return project + (archived() ? "archive/" : "") + key();
}

Task<std::optional<std::string>> APIExperiment::get_name(CancelToken cancel) const {
  const Value others = co_await api_.get_experiment_others_summaries(key(), cancel);
  const Value::Array names = values_named(others, "Name");
  if (names.size() != 1 || !names.front().is_string()) co_return std::nullopt;
  co_return names.front().as_string();
}

Task<Value> APIExperiment::get_metadata(CancelToken cancel) const {
  return api_.get_experiment_metadata(key(), std::move(cancel));
}

Task<std::string> APIExperiment::get_state(CancelToken cancel) const {
  const Value metadata = co_await get_metadata(cancel);
  if (metadata["running"] == Value(true)) co_return "running";
  co_return metadata["hasCrashed"] == Value(true) ? "crashed" : "finished";
}

Task<std::optional<std::vector<std::string>>> APIExperiment::get_tags(CancelToken cancel) const {
  return api_.get_experiment_tags(key(), std::move(cancel));
}

Task<MetricSeries> APIExperiment::get_metrics(std::string name, CancelToken cancel) const {
  return api_.get_experiment_metric(key(), std::move(name), std::move(cancel));
}

Task<std::vector<MetricSeries>> APIExperiment::get_metrics(CancelToken cancel) const {
  return api_.get_experiment_metrics(key(), std::move(cancel));
}

Task<std::optional<MetricTotal>> APIExperiment::get_metric_total_df(std::string name,
                                                                    CancelToken cancel) const {
  const MetricSeries points = co_await get_metrics(std::move(name), std::move(cancel));
  if (points.size() == 0) co_return std::nullopt;
  MetricTotal total{.value = points.value.to_vector(),
                    .timestamp = points.timestamp.to_vector(),
                    .step = points.step.to_vector(),
                    .epoch = points.epoch.to_vector(),
                    .duration = {}};
  double before = std::numeric_limits<double>::quiet_NaN();
  for (double& time : total.timestamp) {
    time /= kMsPerSecond;
    total.duration.push_back(time - before);
    before = time;
  }
  co_return total;
}

Task<Value> APIExperiment::get_metrics_summary(std::string name, CancelToken cancel) const {
  co_return named(co_await api_.get_experiment_metrics_summaries(key(), cancel), name);
}

Task<Value> APIExperiment::get_parameters_summary(std::string name, CancelToken cancel) const {
  co_return named(co_await api_.get_experiment_parameters_summaries(key(), cancel), name);
}

Task<Value> APIExperiment::get_others_summary(std::string name, CancelToken cancel) const {
  Value others = co_await api_.get_experiment_others_summaries(key(), cancel);
  if (name.empty()) co_return others;
  co_return values_named(others, name);
}

Task<std::optional<std::string>> APIExperiment::get_html(CancelToken cancel) const {
  return api_.get_experiment_html(key(), std::move(cancel));
}

Task<std::optional<std::string>> APIExperiment::get_code(CancelToken cancel) const {
  return api_.get_experiment_code(key(), std::move(cancel));
}

Task<std::optional<std::string>> APIExperiment::get_output(CancelToken cancel) const {
  return api_.get_experiment_output(key(), std::move(cancel));
}

Task<std::optional<std::string>> APIExperiment::get_model_graph(CancelToken cancel) const {
  return api_.get_experiment_graph(key(), std::move(cancel));
}

Task<Value> APIExperiment::get_asset_list(std::string asset_type, CancelToken cancel) const {
  return api_.get_experiment_asset_list(key(), std::move(asset_type), std::move(cancel));
}

Task<Asset> APIExperiment::get_asset(std::string asset_id, CancelToken cancel) const {
  return api_.get_experiment_asset(key(), std::move(asset_id), std::move(cancel));
}

Task<std::optional<Asset>> APIExperiment::get_asset_by_name(std::string file_name,
                                                            std::string asset_type,
                                                            CancelToken cancel) const {
  return api_.get_experiment_asset_by_name(key(), std::move(file_name), std::move(asset_type),
                                           std::move(cancel));
}

Task<std::optional<std::vector<Asset>>> APIExperiment::get_assets_by_name(
    std::string file_name, std::string asset_type, CancelToken cancel) const {
  const APIExperiment self = *this;
  const std::vector<std::string> ids =
      co_await self.api_.find_experiment_assets(self.key(), file_name, asset_type, cancel);
  if (ids.empty()) co_return std::nullopt;
  std::vector<Task<Asset>> assets;
  assets.reserve(ids.size());
  for (const std::string& id : ids) assets.push_back(self.get_asset(id, cancel));
  co_return co_await all(std::move(assets));
}

Task<Value> APIExperiment::get_curves(CancelToken cancel) const {
  const APIExperiment self = *this;
  const Value listed = co_await self.get_asset_list("curve", cancel);
  std::vector<Task<Value>> curves;
  for (const Value& asset : listed.as_array()) curves.push_back(self.curve(asset, cancel));
  co_return co_await all(std::move(curves));
}

Task<Value> APIExperiment::get_curve(std::string asset_id, CancelToken cancel) const {
  const APIExperiment self = *this;
  const Value listed = co_await self.get_asset_list("curve", cancel);
  Value asset;
  for (const Value& one : listed.as_array()) {
    if (one["assetId"] == Value(asset_id)) asset = one;
  }
  asset.set("assetId", asset_id);
  co_return co_await self.curve(asset, cancel);
}

Task<Value> APIExperiment::curve(Value asset, CancelToken cancel) const {
  Value curve = (co_await get_asset(asset["assetId"].as_string(), std::move(cancel))).json();
  curve.set("step", asset["step"]);
  curve.set("assetId", asset["assetId"]);
  co_return curve;
}

Task<std::vector<std::string>> APIExperiment::get_model_names(CancelToken cancel) const {
  const Value models = co_await api_.get_experiment_models(key(), cancel);
  std::set<std::string> names;
  if (models.is_array()) {
    for (const Value& model : models.as_array()) names.insert(model["modelName"].as_string());
  }
  co_return std::vector<std::string>(names.begin(), names.end());
}

Task<Value> APIExperiment::get_model_asset_list(std::string model_name, CancelToken cancel) const {
  return api_.get_experiment_model_asset_list(key(), std::move(model_name), std::move(cancel));
}

Task<Value> APIExperiment::get_system_details(CancelToken cancel) const {
  return api_.get_experiment_system_details(key(), std::move(cancel));
}

Task<Value> APIExperiment::get_system_detail(std::string member, CancelToken cancel) const {
  Value details = co_await get_system_details(cancel);
  co_return details.take(member);
}

Task<std::optional<std::vector<std::string>>> APIExperiment::get_installed_packages(
    CancelToken cancel) const {
  return api_.get_experiment_installed_packages(key(), std::move(cancel));
}

Task<Value> APIExperiment::get_git_metadata(CancelToken cancel) const {
  return api_.get_experiment_git_metadata(key(), std::move(cancel));
}

Task<std::optional<Asset>> APIExperiment::get_git_patch(CancelToken cancel) const {
  return api_.get_experiment_git_patch(key(), std::move(cancel));
}

Task<Value> APIExperiment::get_artifact_lineage(std::string direction, CancelToken cancel) const {
  return api_.get_experiment_artifact_lineage(key(), std::move(direction), std::move(cancel));
}

}  // namespace perihelion
