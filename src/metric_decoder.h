#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "expected_member.h"
#include "json_stream.h"
#include "metric_columns.h"
#include "metric_rows.h"
#include "perihelion/metric_series.h"

namespace perihelion {

/// Turns the answer of `experiment/metrics/get-metric` or `get-all` into columns while it arrives:
/// `{"metrics": [{"metricName": "loss", "metricValue": "0.5", "step": 1, …}, …]}`, members in any
/// order, others skipped. Points that lie whole in a piece are read by MetricRows, all others event
/// by event.
class MetricDecoder : private JsonEvents {
 public:
  /// For the points of one metric, whatever name the points carry.
  explicit MetricDecoder(std::string name) : columns_(std::move(name)) {}

  /// For the points of all metrics.
  MetricDecoder() : columns_(std::nullopt) {}

  void feed(std::string_view piece) { stream_.feed(piece); }

  /// About what the columns take so far.
  std::size_t bytes() const { return columns_.bytes(); }

  /// The series by name, after the last piece. `bad_response` where the answer was not whole.
  std::vector<MetricSeries> finish();

 private:
  void begin_object() override;
  void end_object() override;
  void begin_array() override;
  void end_array() override { --depth_; }
  void key(std::string_view name) override;
  void string(std::string_view text) override;
  void number(std::string_view text) override;
  void literal(std::string_view word) override;
  std::size_t items(std::string_view piece, std::size_t at) override;

  void scalar(std::string_view text);
  void set_missing();
  double to_number(std::string_view text) const;
  void set_step(std::string_view text);
  void set_offset(std::string_view text);
  bool in_point() const { return in_point_ && depth_ == 3; }

  JsonStream stream_{*this};
  MetricColumns columns_;
  MetricRows rows_{columns_};
  MetricPoint point_;  ///< the one under way
  std::string name_;   ///< and its metric's name
  MetricField field_ = MetricField::none;
  std::size_t depth_ = 0;
  ExpectedMember metrics_{"metrics"};
  bool in_point_ = false;
};

}  // namespace perihelion
