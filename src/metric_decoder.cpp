#include "metric_decoder.h"

#include <cmath>
#include <limits>

#include "number.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kLargestExact = 9007199254740992.0;

}  // namespace

std::vector<MetricSeries> MetricDecoder::finish() {
  stream_.finish();
  std::vector<MetricSeries> all;
  all.reserve(series_.size());
  for (auto& [name, columns] : series_) all.push_back(std::move(columns.series));
  return all;
}

void MetricDecoder::begin_object() {
  ++depth_;
  if (!in_row()) return;
  point_.name.clear();
  point_.context.clear();
  point_.value = point_.step = point_.epoch = point_.timestamp = kMissing;
  point_.offset = 0;
  point_.large_step.reset();
}

void MetricDecoder::end_object() {
  if (in_row()) add_point();
  --depth_;
}

void MetricDecoder::add_point() {
  ++points_;
  auto& [series, contexts] = series_named(only_ ? *only_ : point_.name);
  if (point_.large_step) series.large_steps.emplace_back(series.size(), *point_.large_step);
  series.value.push_back(point_.value);
  series.step.push_back(point_.step);
  series.epoch.push_back(point_.epoch);
  series.timestamp.push_back(point_.timestamp);
  series.offset.push_back(point_.offset);
  const auto next = static_cast<std::uint32_t>(series.contexts.size());
  const auto [known, is_new] = contexts.try_emplace(point_.context, next);
  if (is_new) series.contexts.push_back(point_.context);
  series.context.push_back(known->second);
}

MetricDecoder::Columns& MetricDecoder::series_named(std::string_view name) {
  if (last_ && last_->series.name == name) return *last_;
  Columns& columns = series_[std::string(name)];
  columns.series.name = name;
  last_ = &columns;
  return columns;
}

void MetricDecoder::begin_array() { ++depth_; }

void MetricDecoder::key(std::string_view name) {
  if (depth_ == 1) in_metrics_ = name == "metrics";
  if (!in_row()) return;
  static const std::map<std::string_view, Field> fields = {
      {"metricName", Field::name}, {"metricValue", Field::value}, {"timestamp", Field::timestamp},
      {"step", Field::step},       {"epoch", Field::epoch},       {"runContext", Field::context},
      {"offset", Field::offset}};
  const auto found = fields.find(name);
  field_ = found == fields.end() ? Field::none : found->second;
}

void MetricDecoder::scalar(std::string_view text) {
  if (!in_row()) return;
  switch (field_) {
    case Field::none:
      break;
    case Field::name:
      point_.name = text;
      break;
    case Field::value:
      point_.value = to_number(text);
      break;
    case Field::timestamp:
      point_.timestamp = to_number(text);
      break;
    case Field::step:
      set_step(text);
      break;
    case Field::epoch:
      point_.epoch = to_number(text);
      break;
    case Field::context:
      point_.context = text;
      break;
    case Field::offset:
      point_.offset = parse_integer(text).value_or(static_cast<std::int64_t>(to_number(text)));
      break;
  }
}

double MetricDecoder::to_number(std::string_view text) const {
  if (const std::optional<double> value = parse_double(text)) return *value;
  throw Error(ErrorCode::bad_response,
              "point " + std::to_string(points_) + (only_ ? " of metric '" + *only_ + "'" : "") +
                  " has '" + std::string(text.substr(0, 40)) + "' where a number was expected");
}

void MetricDecoder::set_step(std::string_view text) {
  const double step = to_number(text);
  point_.step = step;
  if (std::fabs(step) >= kLargestExact) point_.large_step = parse_integer(text);
}

}  // namespace perihelion
