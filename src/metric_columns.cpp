#include "metric_columns.h"

#include <array>

#include "column_answer.h"

namespace perihelion {
namespace {

/// A text in a list and as a key of a map.
std::size_t bytes_of_known(std::string_view text) { return 2 * bytes_of(text) + kNodeBytes; }

}  // namespace

MetricField metric_field(std::string_view name) {
  using Field = std::pair<std::string_view, MetricField>;
  static constexpr std::array kFields = {
      Field("metricName", MetricField::name),     Field("metricValue", MetricField::value),
      Field("timestamp", MetricField::timestamp), Field("step", MetricField::step),
      Field("epoch", MetricField::epoch),         Field("runContext", MetricField::context),
      Field("offset", MetricField::offset)};
  for (const auto& [spelling, field] : kFields) {
    if (spelling == name) return field;
  }
  return MetricField::none;
}

MetricSeries SeriesBuilder::take() {
  return {.name = std::move(name_),
          .value = value_.take(),
          .step = step_.take(),
          .epoch = epoch_.take(),
          .timestamp = timestamp_.take(),
          .offset = offset_.take(),
          .context = context_.take(),
          .contexts = std::move(contexts_),
          .large_steps = std::move(large_steps_)};
}

void SeriesBuilder::find_context(std::uint32_t context, MetricTexts& texts) {
  const auto next = static_cast<std::uint32_t>(contexts_.size());
  const auto [known, is_new] = local_.try_emplace(context, next);
  if (is_new) {
    contexts_.push_back(texts.contexts[context]);
    texts.bytes += bytes_of_known(contexts_.back());
  }
  last_context_ = context;
  last_local_ = known->second;
}

void SeriesBuilder::add_large_step(std::int64_t step, MetricTexts& texts) {
  large_steps_.emplace_back(size_, step);
  texts.bytes += sizeof(large_steps_.back());
}

MetricColumns::MetricColumns(std::optional<std::string> only) {
  if (only) only_ = &series(*only);
}

SeriesBuilder& MetricColumns::series(std::string_view name) {
  const auto known = series_.find(name);
  if (known != series_.end()) return *known->second;
  texts_.bytes += bytes_of_known(name);
  const std::string owned(name);
  return *(series_[owned] = std::make_unique<SeriesBuilder>(owned));
}

std::uint32_t MetricColumns::context(std::string_view name) {
  const auto known = context_numbers_.find(name);
  if (known != context_numbers_.end()) return known->second;
  texts_.bytes += bytes_of_known(name);
  std::vector<std::string>& contexts = texts_.contexts;
  const auto number = static_cast<std::uint32_t>(contexts.size());
  contexts.emplace_back(name);
  context_numbers_.emplace(contexts.back(), number);
  return number;
}

std::size_t MetricColumns::bytes() const {
  return points_ * kPointBytes + series_.size() * kSeriesBytes + texts_.bytes;
}

std::vector<MetricSeries> MetricColumns::take() {
  std::vector<MetricSeries> all;
  all.reserve(series_.size());
  for (auto& [name, series] : series_) {
    // Of a name that a point then had another for, there is none.
    if (only_ || !series->empty()) all.push_back(series->take());
  }
  return all;
}

}  // namespace perihelion
