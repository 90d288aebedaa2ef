#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chart_numbers.h"
#include "expected_member.h"
#include "json_stream.h"
#include "perihelion/chart.h"
#include "value_events.h"

namespace perihelion {

/// Turns the answer of `experiments/multi-metric-chart` into columns while it arrives:
/// `{"experiments": {KEY: {"metrics": [{"metricName": …, "values": […], "steps": […], …}],
/// "params": {…}}}}`. Numbers that lie whole in a piece are read in runs, all else event by event.
class ChartDecoder : private JsonEvents {
 public:
  void feed(std::string_view piece) { stream_.feed(piece); }

  /// About what the columns take so far.
  std::size_t bytes() const { return bytes_ + params_.bytes() + numbers_.size() * sizeof(double); }

  /// The experiments in the server's order, after the last piece. `bad_response` where the answer
  /// was not whole.
  std::vector<ChartExperiment> finish();

 private:
  void begin_object() override;
  void end_object() override;
  void begin_array() override;
  void end_array() override;
  void key(std::string_view name) override;
  void string(std::string_view text) override;
  void number(std::string_view text) override;
  void literal(std::string_view word) override;
  std::size_t items(std::string_view piece, std::size_t at) override;

  void begin_experiment();
  void begin_metric();
  bool in_metric() const;
  void check_lengths() const;
  void experiment_text(std::string_view text);
  void append(std::string_view text);
  [[noreturn]] void no_number(const std::string& what) const;
  Column<double>* column_named(std::string_view name);

  JsonStream stream_{*this};
  ExpectedMember expected_{"experiments"};
  std::vector<ChartExperiment> experiments_;
  ValueEvents params_;
  bool in_params_ = false;
  std::vector<std::string>
      path_;            ///< the member that each open container is in; "" for an item of a list
  std::string member_;  ///< the member whose value comes next
  Column<double>* column_ = nullptr;  ///< whose list of numbers is under way
  ChartNumbers numbers_;              ///< its numbers so far
  std::size_t bytes_ = 0;             ///< what all before them takes, but for parameters
};

}  // namespace perihelion
