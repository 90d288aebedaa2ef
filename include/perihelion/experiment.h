#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "perihelion/api.h"
#include "perihelion/value.h"

namespace perihelion {

/// One experiment as a listing or its metadata describes it, with what can be read of it.
/// Attributes make no request; each other method asks through the API that the experiment came
/// from, with the same errors.
class APIExperiment {
 public:
  APIExperiment(API api, Value metadata) : api_(std::move(api)), metadata_(std::move(metadata)) {}

  /// The experiment key; `id` is the SDK's other name for it.
  std::string key() const { return text("experimentKey"); }
  std::string id() const { return key(); }
  /// Empty where the experiment has no name.
  std::string name() const { return text("experimentName"); }
  std::string workspace() const { return text("workspaceName"); }
  std::string project_name() const { return text("projectName"); }
  std::string project_id() const { return text("projectId"); }
  std::string optimization_id() const { return text("optimizationId"); }
  std::string file_name() const { return text("fileName"); }
  std::string file_path() const { return text("filePath"); }
  bool archived() const { return metadata_["archived"] == Value(true); }
  /// In ms, the timestamps since 1970 UTC; nothing where the server does not say.
  std::optional<std::int64_t> duration_millis() const { return integer("durationMillis"); }
  std::optional<std::int64_t> start_server_timestamp() const { return integer("startTimeMillis"); }
  std::optional<std::int64_t> end_server_timestamp() const { return integer("endTimeMillis"); }
  /// The address of the experiment's page.
  std::string url() const;

  /// The whole metadata object in the server's spelling.
  const Value& metadata() const { return metadata_; }

  /// The name that was logged (the "other" called Name), or nothing.
  Task<std::optional<std::string>> get_name(CancelToken cancel = {}) const;
  /// The metadata as it is now.
  Task<Value> get_metadata(CancelToken cancel = {}) const;
  /// "running", "crashed" or "finished".
  Task<std::string> get_state(CancelToken cancel = {}) const;
  Task<std::optional<std::vector<std::string>>> get_tags(CancelToken cancel = {}) const;

  /// All points of one metric, or of all of them.
  Task<MetricSeries> get_metrics(std::string name, CancelToken cancel = {}) const;
  Task<std::vector<MetricSeries>> get_metrics(CancelToken cancel = {}) const;
  /// All summaries; with a name that one, or an empty list where there is none.
  Task<Value> get_metrics_summary(std::string name = {}, CancelToken cancel = {}) const;
  Task<Value> get_parameters_summary(std::string name = {}, CancelToken cancel = {}) const;
  /// All summaries; with a name the list of its current values.
  Task<Value> get_others_summary(std::string name = {}, CancelToken cancel = {}) const;

  Task<std::optional<std::string>> get_html(CancelToken cancel = {}) const;
  Task<std::optional<std::string>> get_code(CancelToken cancel = {}) const;
  Task<std::optional<std::string>> get_output(CancelToken cancel = {}) const;
  Task<std::optional<std::string>> get_model_graph(CancelToken cancel = {}) const;

  Task<Value> get_asset_list(std::string asset_type = "all", CancelToken cancel = {}) const;
  Task<Asset> get_asset(std::string asset_id, CancelToken cancel = {}) const;
  Task<std::optional<Asset>> get_asset_by_name(std::string file_name,
                                               CancelToken cancel = {}) const;
  /// The curves as objects: name, x, y, step and assetId.
  Task<Value> get_curves(CancelToken cancel = {}) const;
  Task<std::vector<std::string>> get_model_names(CancelToken cancel = {}) const;
  Task<Value> get_model_asset_list(std::string model_name, CancelToken cancel = {}) const;

  Task<Value> get_system_details(CancelToken cancel = {}) const;
  /// One member of the system details, for instance "pythonVersion"; null where it is not there.
  /// The SDK's single getters (`get_os`, `get_user`, …) are this.
  Task<Value> get_system_detail(std::string member, CancelToken cancel = {}) const;
  Task<std::optional<std::vector<std::string>>> get_installed_packages(
      CancelToken cancel = {}) const;
  Task<Value> get_git_metadata(CancelToken cancel = {}) const;
  Task<std::optional<Asset>> get_git_patch(CancelToken cancel = {}) const;
  Task<Value> get_artifact_lineage(std::string direction = "all", CancelToken cancel = {}) const;

 private:
  std::string text(std::string_view member) const {
    const Value& value = metadata_[member];
    return value.is_string() ? value.as_string() : std::string();
  }
  std::optional<std::int64_t> integer(std::string_view member) const {
    const Value& value = metadata_[member];
    return value.is_integer() ? std::optional(value.as_integer()) : std::nullopt;
  }

  API api_;
  Value metadata_;
};

}  // namespace perihelion
