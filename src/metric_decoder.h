#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json_stream.h"
#include "perihelion/metric_series.h"

namespace perihelion {

/// Turns the answer of `experiment/metrics/get-metric` or `get-all` into columns while it arrives:
/// `{"metrics": [{"metricName": "loss", "metricValue": "0.5", "step": 1, …}, …]}`, members in any
/// order, others skipped.
class MetricDecoder : private JsonEvents {
 public:
  /// For the points of one metric, whatever name the points carry.
  explicit MetricDecoder(std::string name) : only_(std::move(name)) { series_named(*only_); }

  /// For the points of all metrics.
  MetricDecoder() = default;

  void feed(std::string_view piece) { stream_.feed(piece); }

  /// The series by name, after the last piece. `bad_response` where the answer was not whole.
  std::vector<MetricSeries> finish();

 private:
  enum class Field { none, name, value, timestamp, step, epoch, context, offset };

  /// A point on its way into the columns.
  struct Point {
    std::string name;
    std::string context;
    double value;
    double step;
    double epoch;
    double timestamp;
    std::int64_t offset;
    std::optional<std::int64_t> large_step;
  };

  /// A series with its contexts by their names.
  struct Columns {
    MetricSeries series;
    std::map<std::string, std::uint32_t, std::less<>> contexts{{"", 0}};
  };

  void begin_object() override;
  void end_object() override;
  void begin_array() override;
  void end_array() override { --depth_; }
  void key(std::string_view name) override;
  void string(std::string_view text) override { scalar(text); }
  void number(std::string_view text) override { scalar(text); }
  void literal(std::string_view) override {}

  void scalar(std::string_view text);
  double to_number(std::string_view text) const;
  void set_step(std::string_view text);
  void add_point();
  Columns& series_named(std::string_view name);
  bool in_row() const { return in_metrics_ && depth_ == 3; }

  JsonStream stream_{*this};
  std::optional<std::string> only_;
  std::map<std::string, Columns, std::less<>> series_;
  Columns* last_ = nullptr;  ///< points of one metric mostly come together
  Point point_;
  std::size_t points_ = 0;
  int depth_ = 0;
  bool in_metrics_ = false;
  Field field_ = Field::none;
};

}  // namespace perihelion
