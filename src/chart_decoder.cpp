#include "chart_decoder.h"

#include <limits>

#include "number.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

// The levels of the answer: how many containers are open while one stands inside each thing.
constexpr std::size_t kExperiments = 2;
constexpr std::size_t kExperiment = 3;
constexpr std::size_t kMetric = 5;

}  // namespace

std::size_t bytes_of(const ChartExperiment& experiment) {
  std::size_t numbers = experiment.steps.size() + experiment.epochs.size();
  for (const ChartMetric& metric : experiment.metrics) {
    numbers += metric.values.size() + metric.steps.size() + metric.epochs.size() +
               metric.timestamps.size() + metric.durations.size();
  }
  return numbers * sizeof(double) + sizeof(ChartExperiment);
}

std::vector<ChartExperiment> ChartDecoder::finish() {
  stream_.finish();
  return std::move(experiments_);
}

void ChartDecoder::begin_object() {
  if (in_params_) {
    params_.begin_object();
    return;
  }
  if (column_) no_number("an object");
  const bool inside = path_.size() >= kExperiments && path_[1] == "experiments";
  if (inside && path_.size() == kExperiments) {
    experiments_.emplace_back().experiment_key = member_;
  } else if (inside && path_.size() == kMetric - 1 && path_[3] == "metrics" &&
             !experiments_.empty()) {
    experiments_.back().metrics.emplace_back();
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
  column_ = column_named(member_);
  path_.push_back(std::move(member_));
  member_.clear();
}

void ChartDecoder::end_array() {
  if (in_params_) {
    params_.end_array();
    return;
  }
  if (column_) *column_ = numbers_.take();
  column_ = nullptr;
  path_.pop_back();
  member_.clear();
}

void ChartDecoder::key(std::string_view name) {
  if (in_params_) {
    params_.key(name);
  } else {
    member_ = name;
  }
}

void ChartDecoder::string(std::string_view text) {
  if (in_params_) {
    params_.string(text);
  } else if (column_) {
    append(text);
  } else {
    experiment_text(text);
  }
}

void ChartDecoder::number(std::string_view text) {
  if (column_) {
    append(text);
  } else if (in_params_) {
    params_.number(text);
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
  }
}

std::size_t ChartDecoder::items(std::string_view piece, std::size_t at) {
  return column_ ? numbers_.read(piece, at) : 0;
}

void ChartDecoder::experiment_text(std::string_view text) {
  if (experiments_.empty()) return;
  ChartExperiment& experiment = experiments_.back();
  if (path_.size() == kExperiment && member_ == "experimentName") {
    experiment.experiment_name = text;
  } else if (path_.size() == kMetric && member_ == "metricName" && !experiment.metrics.empty()) {
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
  if (path_.size() < kExperiment || path_[1] != "experiments" || experiments_.empty()) {
    return nullptr;
  }
  ChartExperiment& experiment = experiments_.back();
  if (path_.size() == kExperiment) {
    if (name == "steps") return &experiment.steps;
    if (name == "epochs") return &experiment.epochs;
    return nullptr;
  }
  if (path_.size() != kMetric || path_[3] != "metrics" || experiment.metrics.empty()) {
    return nullptr;
  }
  ChartMetric& metric = experiment.metrics.back();
  if (name == "values") return &metric.values;
  if (name == "steps") return &metric.steps;
  if (name == "epochs") return &metric.epochs;
  if (name == "timestamps") return &metric.timestamps;
  if (name == "durations") return &metric.durations;
  return nullptr;
}

}  // namespace perihelion
