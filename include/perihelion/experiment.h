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
  /// Empty where the experiment had no name when it was listed; comet_ml asks again whenever this
  /// is read, which here `get_metadata` and `API::get_experiment_name` do.
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
  /// The points of one metric with times in s, or nothing where there are none. comet_ml reads the
  /// zipped CSV files of metrics that are kept in full: this library unpacks no zip, so these are
  /// always the points of `get_metrics`, which comet_ml falls back to. (The npm package has both.)
  Task<std::optional<MetricTotal>> get_metric_total_df(std::string name,
                                                       CancelToken cancel = {}) const;
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
  /// An asset; the SDK's return types are `bytes`, `text()` and `json()` of it.
  Task<Asset> get_asset(std::string asset_id, CancelToken cancel = {}) const;
  /// The first asset of that file name and type, or nothing.
  Task<std::optional<Asset>> get_asset_by_name(std::string file_name,
                                               std::string asset_type = "all",
                                               CancelToken cancel = {}) const;
  /// All assets of that file name and type; nothing where there is none.
  Task<std::optional<std::vector<Asset>>> get_assets_by_name(std::string file_name,
                                                             std::string asset_type = "all",
                                                             CancelToken cancel = {}) const;
  /// The curves as objects: name, x, y, step and assetId.
  Task<Value> get_curves(CancelToken cancel = {}) const;
  /// One of them; `not_found` where there is no such asset.
  Task<Value> get_curve(std::string asset_id, CancelToken cancel = {}) const;
  Task<std::vector<std::string>> get_model_names(CancelToken cancel = {}) const;
  Task<Value> get_model_asset_list(std::string model_name, CancelToken cancel = {}) const;

  Task<Value> get_system_details(CancelToken cancel = {}) const;
  /// One member of the system details, for instance "pythonVersion"; null where it is not there.
  Task<Value> get_system_detail(std::string member, CancelToken cancel = {}) const;
  /// "name==version" of each package.
  Task<std::optional<std::vector<std::string>>> get_installed_packages(
      CancelToken cancel = {}) const;

  // The members of the system details one by one, each null where it is not there.

  /// The user's name on that machine, a text; so are all that say nothing else.
  Task<Value> get_user(CancelToken cancel = {}) const { return detail("user", std::move(cancel)); }
  /// The process id, an integer.
  Task<Value> get_pid(CancelToken cancel = {}) const { return detail("pid", std::move(cancel)); }
  /// The operating system with its version, and its kind and release.
  Task<Value> get_os(CancelToken cancel = {}) const { return detail("os", std::move(cancel)); }
  Task<Value> get_os_type(CancelToken cancel = {}) const {
    return detail("osType", std::move(cancel));
  }
  Task<Value> get_os_release(CancelToken cancel = {}) const {
    return detail("osRelease", std::move(cancel));
  }
  /// A list of "name=version".
  Task<Value> get_os_packages(CancelToken cancel = {}) const {
    return detail("osPackages", std::move(cancel));
  }
  Task<Value> get_ip(CancelToken cancel = {}) const { return detail("ip", std::move(cancel)); }
  Task<Value> get_hostname(CancelToken cancel = {}) const {
    return detail("hostname", std::move(cancel));
  }
  /// A list of addresses.
  Task<Value> get_network_interface_ips(CancelToken cancel = {}) const {
    return detail("networkInterfaceIps", std::move(cancel));
  }
  /// The words of the command line, a list.
  Task<Value> get_command(CancelToken cancel = {}) const {
    return detail("command", std::move(cancel));
  }
  /// The path of the Python interpreter.
  Task<Value> get_executable(CancelToken cancel = {}) const {
    return detail("executable", std::move(cancel));
  }
  /// The architecture, and the processor.
  Task<Value> get_machine(CancelToken cancel = {}) const {
    return detail("machine", std::move(cancel));
  }
  Task<Value> get_processor(CancelToken cancel = {}) const {
    return detail("processor", std::move(cancel));
  }
  Task<Value> get_python_version(CancelToken cancel = {}) const {
    return detail("pythonVersion", std::move(cancel));
  }
  Task<Value> get_python_version_verbose(CancelToken cancel = {}) const {
    return detail("pythonVersionVerbose", std::move(cancel));
  }
  /// Bytes of memory, and the most that was used.
  Task<Value> get_total_memory(CancelToken cancel = {}) const {
    return detail("totalRam", std::move(cancel));
  }
  Task<Value> get_max_memory(CancelToken cancel = {}) const {
    return detail("maxTotalMemory", std::move(cancel));
  }
  /// A list with gpuIndex, name, uuid, totalMemory and powerLimit of each GPU.
  Task<Value> get_gpu_static_info(CancelToken cancel = {}) const {
    return detail("gpuStaticInfoList", std::move(cancel));
  }
  /// A list of objects with key and value.
  Task<Value> get_additional_system_info(CancelToken cancel = {}) const {
    return detail("logAdditionalSystemInfoList", std::move(cancel));
  }
  /// The names of the metrics of the machine, such as "sys.cpu.percent.01".
  Task<Value> get_system_metric_names(CancelToken cancel = {}) const {
    return detail("systemMetricNames", std::move(cancel));
  }

  Task<Value> get_git_metadata(CancelToken cancel = {}) const;
  Task<std::optional<Asset>> get_git_patch(CancelToken cancel = {}) const;
  Task<Value> get_artifact_lineage(std::string direction = "all", CancelToken cancel = {}) const;

  /// The experiment as one object in the SDK's spelling: id, name, workspace, project_name,
  /// archived, url, duration_millis, start_server_timestamp, end_server_timestamp (ms),
  /// optimization_id, file_path and file_name. With `full` also asset_list, code, html, metrics
  /// (the points of all metrics, by name), metrics_summary, model_graph, others_summary, output,
  /// parameters_summary, system_details, tags and git_metadata. The SDK's git_patch is left out: it
  /// is unpacked, and this library unpacks no zip; `get_git_patch` has it.
  Task<Value> to_json(bool full = false, CancelToken cancel = {}) const;

 private:
  std::string text(std::string_view member) const {
    const Value& value = metadata_[member];
    return value.is_string() ? value.as_string() : std::string();
  }
  std::optional<std::int64_t> integer(std::string_view member) const {
    const Value& value = metadata_[member];
    return value.is_integer() ? std::optional(value.as_integer()) : std::nullopt;
  }

  Task<Value> curve(Value asset, CancelToken cancel) const;
  Task<Value> detail(const char* member, CancelToken cancel) const {
    return get_system_detail(member, std::move(cancel));
  }

  API api_;
  Value metadata_;
};

}  // namespace perihelion
