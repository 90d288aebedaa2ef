#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "column_builder.h"
#include "literal.h"
#include "perihelion/metric_series.h"

namespace perihelion {

/// A point of a metric on its way into the columns.
struct MetricPoint {
  double value = std::numeric_limits<double>::quiet_NaN();
  double step = std::numeric_limits<double>::quiet_NaN();
  double epoch = std::numeric_limits<double>::quiet_NaN();
  double timestamp = std::numeric_limits<double>::quiet_NaN();
  std::int64_t offset = 0;
  double small_offset = 0;                 ///< the offset where MetricRows reads it as a double
  double nowhere = 0;                      ///< takes numbers that have no column
  std::optional<std::int64_t> large_step;  ///< the step, where no double holds it
  std::uint32_t context = 0;               ///< as MetricColumns numbers them
};

/// Steps from here on may be no doubles.
constexpr double kLargestExactStep = 9007199254740992.0;

/// A member of a point in the answer.
enum class MetricField { none, name, value, timestamp, step, epoch, context, offset };

MetricField metric_field(std::string_view name);

/// What the points of an answer have in common.
struct MetricTexts {
  std::vector<std::string> contexts{""};  ///< by their numbers
  std::size_t bytes = 0;                  ///< what all takes beside the points' numbers
};

/// The columns of one metric while they grow.
class SeriesBuilder {
 public:
  explicit SeriesBuilder(std::string name) : name_(std::move(name)) {}

  const std::string& name() const { return name_; }

  /// Adds a point.
  [[gnu::always_inline]] void add(const MetricPoint& point, MetricTexts& texts) {
    if (point.context != last_context_) find_context(point.context, texts);
    if (point.large_step) add_large_step(*point.large_step, texts);
    ++size_;
    value_.push_back(point.value);
    step_.push_back(point.step);
    epoch_.push_back(point.epoch);
    timestamp_.push_back(point.timestamp);
    offset_.push_back(point.offset);
    context_.push_back(last_local_);
  }

  bool empty() const { return size_ == 0; }
  MetricSeries take();

  Literal spelling;               ///< the name with its end quote, as the answer last spelt it
  SeriesBuilder* next = nullptr;  ///< whose point came after one of this series, the last time

 private:
  void find_context(std::uint32_t context, MetricTexts& texts);
  void add_large_step(std::int64_t step, MetricTexts& texts);

  std::string name_;
  std::size_t size_ = 0;
  ColumnBuilder<double> value_;
  ColumnBuilder<double> step_;
  ColumnBuilder<double> epoch_;
  ColumnBuilder<double> timestamp_;
  ColumnBuilder<std::int64_t> offset_;
  ColumnBuilder<std::uint32_t> context_;
  std::vector<std::string> contexts_{""};
  std::map<std::uint32_t, std::uint32_t> local_{{0, 0}};  ///< a context's index in `contexts_`
  std::uint32_t last_context_ = 0;
  std::uint32_t last_local_ = 0;
  std::vector<std::pair<std::size_t, std::int64_t>> large_steps_;
};

/// The series of an answer while they grow, and the texts that their points have in common.
class MetricColumns {
 public:
  /// With a name there is one series, to which all points belong whatever name they carry.
  explicit MetricColumns(std::optional<std::string> only);

  /// The one series of an answer that has only one, or null.
  SeriesBuilder* only() const { return only_; }

  SeriesBuilder& series(std::string_view name);
  std::uint32_t context(std::string_view name);

  [[gnu::always_inline]] void add(SeriesBuilder& series, const MetricPoint& point) {
    ++points_;
    series.add(point, texts_);
  }
  std::size_t points() const { return points_; }

  /// About what all takes by now, as columns or, later, in JavaScript.
  std::size_t bytes() const;

  /// The series by name; nothing stays.
  std::vector<MetricSeries> take();

 private:
  template <class T>
  using ByText = std::map<std::string, T, std::less<>>;

  ByText<std::unique_ptr<SeriesBuilder>> series_;
  SeriesBuilder* only_ = nullptr;
  ByText<std::uint32_t> context_numbers_{{"", 0}};
  MetricTexts texts_;
  std::size_t points_ = 0;
};

}  // namespace perihelion
