#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "json_stream.h"
#include "perihelion/metric_series.h"

namespace perihelion {

/// Turns the answer of `experiment/metrics/get-metric` into columns while it arrives:
/// `{"metrics": [{"metricValue": "0.5", "step": 1, …}, …]}`, members in any order, others skipped.
class MetricDecoder : private JsonEvents {
 public:
  explicit MetricDecoder(std::string name) { series_.name = std::move(name); }

  void feed(std::string_view piece) { stream_.feed(piece); }

  /// The series, after the last piece. `bad_response` where the answer was not whole.
  MetricSeries finish();

 private:
  enum class Field { none, value, timestamp, step, epoch, context, offset };

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
  std::uint32_t intern(std::string_view context);
  bool in_row() const { return in_metrics_ && depth_ == 3; }

  JsonStream stream_{*this};
  MetricSeries series_;
  std::map<std::string, std::uint32_t, std::less<>> contexts_{{"", 0}};
  int depth_ = 0;
  bool in_metrics_ = false;
  Field field_ = Field::none;
};

}  // namespace perihelion
