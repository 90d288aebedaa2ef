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

MetricSeries MetricDecoder::finish() {
  stream_.finish();
  return std::move(series_);
}

void MetricDecoder::begin_object() {
  ++depth_;
  if (!in_row()) return;
  series_.value.push_back(kMissing);
  series_.step.push_back(kMissing);
  series_.epoch.push_back(kMissing);
  series_.timestamp.push_back(kMissing);
  series_.offset.push_back(0);
  series_.context.push_back(0);
}

void MetricDecoder::end_object() { --depth_; }

void MetricDecoder::begin_array() { ++depth_; }

void MetricDecoder::key(std::string_view name) {
  if (depth_ == 1) in_metrics_ = name == "metrics";
  if (!in_row()) return;
  static const std::map<std::string_view, Field> fields = {
      {"metricValue", Field::value}, {"timestamp", Field::timestamp}, {"step", Field::step},
      {"epoch", Field::epoch},       {"runContext", Field::context},  {"offset", Field::offset}};
  const auto found = fields.find(name);
  field_ = found == fields.end() ? Field::none : found->second;
}

void MetricDecoder::scalar(std::string_view text) {
  if (!in_row()) return;
  switch (field_) {
    case Field::none:
      break;
    case Field::value:
      series_.value.back() = to_number(text);
      break;
    case Field::timestamp:
      series_.timestamp.back() = to_number(text);
      break;
    case Field::step:
      set_step(text);
      break;
    case Field::epoch:
      series_.epoch.back() = to_number(text);
      break;
    case Field::context:
      series_.context.back() = intern(text);
      break;
    case Field::offset:
      series_.offset.back() =
          parse_integer(text).value_or(static_cast<std::int64_t>(to_number(text)));
      break;
  }
}

double MetricDecoder::to_number(std::string_view text) const {
  if (const std::optional<double> value = parse_double(text)) return *value;
  throw Error(ErrorCode::bad_response,
              "point " + std::to_string(series_.size() - 1) + " of metric '" + series_.name +
                  "' has '" + std::string(text.substr(0, 40)) + "' where a number was expected");
}

void MetricDecoder::set_step(std::string_view text) {
  const double step = to_number(text);
  series_.step.back() = step;
  if (std::fabs(step) < kLargestExact) return;
  if (const auto exact = parse_integer(text)) {
    series_.large_steps.emplace_back(series_.size() - 1, *exact);
  }
}

std::uint32_t MetricDecoder::intern(std::string_view context) {
  const auto known = contexts_.find(context);
  if (known != contexts_.end()) return known->second;
  const auto index = static_cast<std::uint32_t>(series_.contexts.size());
  series_.contexts.emplace_back(context);
  contexts_.emplace(context, index);
  return index;
}

}  // namespace perihelion
