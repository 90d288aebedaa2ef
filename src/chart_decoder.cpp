#include "chart_decoder.h"

#include <limits>

#include "column_answer.h"
#include "number.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

// The levels of the answer: how many containers are open while one stands inside each thing.
constexpr std::size_t kExperiments = 2;
constexpr std::size_t kExperiment = 3;
constexpr std::size_t kMetric = 5;

constexpr std::size_t kExperimentBytes = sizeof(ChartExperiment) + 2 * kColumnBytes;
constexpr std::size_t kMetricBytes = sizeof(ChartMetric) + 5 * kColumnBytes;

}  // namespace

std::vector<ChartExperiment> ChartDecoder::finish() {
  stream_.finish();
  expected_.finish();
  return std::move(experiments_);
}

void ChartDecoder::begin_experiment() {
  bytes_ += kExperimentBytes + member_.size();
  experiments_.emplace_back().experiment_key = member_;
}

void ChartDecoder::begin_metric() {
  bytes_ += kMetricBytes;
  experiments_.back().metrics.emplace_back();
}

void ChartDecoder::begin_object() {
  if (in_params_) {
    params_.begin_object();
    return;
  }
  if (column_) no_number("an object");
  const bool inside = path_.size() >= kExperiments && expected_.is_current();
  if (inside && path_.size() == kExperiments) {
    begin_experiment();
  } else if (inside && path_.size() == kMetric - 1 && path_[3] == "metrics" &&
             !experiments_.empty()) {
    begin_metric();
  } else if (inside && path_.size() == kExperiment && member_ == "params" &&
             !experiments_.empty()) {
    in_params_ = true;
    params_.begin_object();
    return;
  }
  path_.push_back(std::move(member_));
  member_.clear();
}

void ChartDecoder::end_object() {
  if (!in_params_) {
    if (in_metric()) check_lengths();
    path_.pop_back();
    member_.clear();
    return;
  }
  params_.end_object();
  if (!params_.complete()) return;
  in_params_ = false;
  experiments_.back().params = params_.take();
}

void ChartDecoder::begin_array() {
  if (in_params_) {
    params_.begin_array();
    return;
  }
  if (column_) no_number("a list");
  expected_.refuse_at(path_.size());
  column_ = column_named(member_);
  path_.push_back(std::move(member_));
  member_.clear();
}

void ChartDecoder::end_array() {
  if (in_params_) {
    params_.end_array();
    return;
  }
  if (column_) {
    bytes_ += numbers_.size() * sizeof(double);
    *column_ = numbers_.take();
  }
  column_ = nullptr;
  path_.pop_back();
  member_.clear();
}

void ChartDecoder::key(std::string_view name) {
  if (in_params_) {
    params_.key(name);
  } else {
    if (path_.size() == 1) expected_.key(name);
    member_ = name;
  }
}

void ChartDecoder::string(std::string_view text) {
  if (in_params_) {
    params_.string(text);
  } else if (column_) {
    append(text);
  } else {
    expected_.refuse_at(path_.size());
    experiment_text(text);
  }
}

void ChartDecoder::number(std::string_view text) {
  if (column_) {
    append(text);
  } else if (in_params_) {
    params_.number(text);
  } else {
    expected_.refuse_at(path_.size());
  }
}

void ChartDecoder::literal(std::string_view word) {
  if (in_params_) {
    params_.literal(word);
  } else if (column_) {
    if (word != "null") no_number(std::string(word));
    numbers_.push_back(std::numeric_limits<double>::quiet_NaN());
  } else if (path_.size() == kExperiment && member_ == "empty" && !experiments_.empty()) {
    experiments_.back().empty = word == "true";
  } else if (word != "null") {
    expected_.refuse_at(path_.size());
  }
}

std::size_t ChartDecoder::items(std::string_view piece, std::size_t at) {
  return column_ ? numbers_.read(piece, at) : 0;
}

/// Whether the innermost open container is a metric of the chart.
bool ChartDecoder::in_metric() const {
  return path_.size() == kMetric && path_[3] == "metrics" && expected_.is_current() &&
         !experiments_.empty() && !experiments_.back().metrics.empty();
}

void ChartDecoder::check_lengths() const {
  const ChartExperiment& experiment = experiments_.back();
  const ChartMetric& metric = experiment.metrics.back();
  for (const auto* axis : {&metric.steps, &metric.epochs, &metric.timestamps, &metric.durations}) {
    if (axis->empty() || axis->size() == metric.values.size()) continue;
    throw Error(ErrorCode::bad_response,
                "metric '" + metric.metric_name + "' of experiment '" + experiment.experiment_key +
                    "' has " + std::to_string(metric.values.size()) + " values, but " +
                    std::to_string(axis->size()) + " places on an axis");
  }
}

void ChartDecoder::experiment_text(std::string_view text) {
  if (experiments_.empty()) return;
  ChartExperiment& experiment = experiments_.back();
  if (path_.size() == kExperiment && member_ == "experimentName") {
    bytes_ += text.size();
    experiment.experiment_name = text;
  } else if (in_metric() && member_ == "metricName") {
    bytes_ += text.size();
    experiment.metrics.back().metric_name = text;
  }
}

void ChartDecoder::append(std::string_view text) {
  const std::optional<double> value = parse_double(text);
  if (!value) no_number("'" + std::string(text.substr(0, 40)) + "'");
  numbers_.push_back(*value);
}

void ChartDecoder::no_number(const std::string& what) const {
  throw Error(ErrorCode::bad_response,
              "the chart of experiment '" + experiments_.back().experiment_key + "' has " + what +
                  " where a number was expected, at byte " + std::to_string(stream_.token_start()));
}

/// Where the numbers of the list that begins now go; null for a list of something else.
Column<double>* ChartDecoder::column_named(std::string_view name) {
  if (path_.size() < kExperiment || !expected_.is_current() || experiments_.empty()) {
    return nullptr;
  }
  ChartExperiment& experiment = experiments_.back();
  if (path_.size() == kExperiment) {
    if (name == "steps") return &experiment.steps;
    if (name == "epochs") return &experiment.epochs;
    return nullptr;
  }
  if (!in_metric()) return nullptr;
  ChartMetric& metric = experiment.metrics.back();
  if (name == "values") return &metric.values;
  if (name == "steps") return &metric.steps;
  if (name == "epochs") return &metric.epochs;
  if (name == "timestamps") return &metric.timestamps;
  if (name == "durations") return &metric.durations;
  return nullptr;
}

}  // namespace perihelion
