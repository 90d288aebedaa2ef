#include "metric_decoder.h"

#include <cmath>

#include "number.h"
#include "perihelion/error.h"

namespace perihelion {

std::vector<MetricSeries> MetricDecoder::finish() {
  stream_.finish();
  metrics_.finish();
  return columns_.take();
}

std::size_t MetricDecoder::items(std::string_view piece, std::size_t at) {
  return depth_ == 2 && metrics_.is_current() ? rows_.read(piece, at) : 0;
}

void MetricDecoder::begin_object() {
  if (depth_ > 0) metrics_.refuse_at(depth_);
  set_missing();
  if (++depth_ != 3 || !metrics_.is_current()) return;
  in_point_ = true;
  point_ = {};
  name_.clear();
}

void MetricDecoder::end_object() {
  if (in_point()) {
    columns_.add(columns_.only() ? *columns_.only() : columns_.series(name_), point_);
    in_point_ = false;
  }
  --depth_;
}

void MetricDecoder::begin_array() {
  if (depth_ == 0) metrics_.refuse_at(0);
  set_missing();
  ++depth_;
}

void MetricDecoder::key(std::string_view name) {
  if (depth_ == 1) metrics_.key(name);
  if (in_point()) field_ = metric_field(name);
}

void MetricDecoder::string(std::string_view text) {
  metrics_.refuse_at(depth_);
  scalar(text);
}

void MetricDecoder::literal(std::string_view word) {
  if (word != "null") metrics_.refuse_at(depth_);
  set_missing();
}

void MetricDecoder::number(std::string_view text) {
  metrics_.refuse_at(depth_);
  if (field_ == MetricField::name || field_ == MetricField::context) {
    set_missing();
  } else {
    scalar(text);
  }
}

void MetricDecoder::scalar(std::string_view text) {
  if (!in_point()) return;
  switch (field_) {
    case MetricField::none:
      break;
    case MetricField::name:
      name_ = text;
      break;
    case MetricField::value:
      point_.value = to_number(text);
      break;
    case MetricField::timestamp:
      point_.timestamp = to_number(text);
      break;
    case MetricField::step:
      set_step(text);
      break;
    case MetricField::epoch:
      point_.epoch = to_number(text);
      break;
    case MetricField::context:
      point_.context = columns_.context(text);
      break;
    case MetricField::offset:
      set_offset(text);
      break;
  }
}

/// A member that is null, or nothing that it could be, counts as one that is not there.
void MetricDecoder::set_missing() {
  if (!in_point()) return;
  switch (field_) {
    case MetricField::none:
      break;
    case MetricField::name:
      name_.clear();
      break;
    case MetricField::value:
      point_.value = MetricPoint().value;
      break;
    case MetricField::timestamp:
      point_.timestamp = MetricPoint().timestamp;
      break;
    case MetricField::step:
      point_.step = MetricPoint().step;
      point_.large_step.reset();
      break;
    case MetricField::epoch:
      point_.epoch = MetricPoint().epoch;
      break;
    case MetricField::context:
      point_.context = 0;
      break;
    case MetricField::offset:
      point_.offset = 0;
      break;
  }
}

double MetricDecoder::to_number(std::string_view text) const {
  if (const std::optional<double> value = parse_double(text)) return *value;
  const std::string whose = columns_.only() ? " of metric '" + columns_.only()->name() + "'" : "";
  throw Error(ErrorCode::bad_response, "point " + std::to_string(columns_.points()) + whose +
                                           " has '" + std::string(text.substr(0, 40)) +
                                           "' where a number was expected, at byte " +
                                           std::to_string(stream_.token_start()));
}

void MetricDecoder::set_step(std::string_view text) {
  point_.step = to_number(text);
  point_.large_step.reset();
  if (std::fabs(point_.step) >= kLargestExactStep) point_.large_step = parse_integer(text);
}

/// An offset is an integer; of another number its whole part is kept, as far as 64 bits hold it.
void MetricDecoder::set_offset(std::string_view text) {
  if (const auto integer = parse_integer(text)) {
    point_.offset = *integer;
    return;
  }
  constexpr double kBeyond = 9223372036854775808.0;
  const double number = to_number(text);
  point_.offset = std::fabs(number) < kBeyond ? static_cast<std::int64_t>(number) : 0;
}

}  // namespace perihelion
