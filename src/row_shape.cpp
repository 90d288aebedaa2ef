#include "row_shape.h"

#include <algorithm>

namespace perihelion {

std::string_view digits_of(std::string_view value) {
  if (value.size() > 1 && value.front() == '"') value = value.substr(1, value.size() - 2);
  const bool all = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
  return all ? value : std::string_view();
}

void RowShape::clear() {
  parts_.clear();
  size_ = 0;
}

void RowShape::add_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) part_with_room(1).run.add_text(text.substr(i, 1));
  size_ += text.size();
}

bool RowShape::add_number(std::string_view value, double MetricPoint::* to) {
  const std::size_t digits = digits_of(value).size();
  if (digits == 0 || digits > DigitRun::kMostDigits || size_ + digits < simd::kWidth) return false;
  const std::string_view quote = value.substr(0, value.size() > digits ? 1 : 0);
  add_text(quote);
  Part& part = part_with_room(digits);
  part.to[part.run.number_count()] = to;
  part.run.add_number(digits);
  size_ += digits;
  add_text(quote);
  return true;
}

void RowShape::add_varying(std::size_t member) { part_with_room(0).varying = member; }

RowShape::Part& RowShape::part_with_room(std::size_t count) {
  if (parts_.empty() || parts_.back().varying || !parts_.back().run.has_room(count)) {
    parts_.emplace_back();
  }
  return parts_.back();
}

}  // namespace perihelion
