#include "extreme_rows.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "simd_doubles.h"

namespace perihelion {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Values whose extremes are found before it is asked where they stand: few, as they are looked at
/// twice then.
constexpr std::size_t kPart = 128;

}  // namespace

ExtremeRows::ExtremeRows(std::vector<std::uint32_t> starts)
    : starts_(std::move(starts)), row_(starts_.front()), low_row_(kNone), high_row_(kNone) {
  rows_.reserve(2 * starts_.size());
}

void ExtremeRows::add(std::span<const double> values) {
  while (!values.empty() && run_ + 1 < starts_.size()) {
    const std::size_t left = starts_[run_ + 1] - row_;
    const auto piece = values.first(std::min(left, values.size()));
    merge(piece);
    row_ += static_cast<std::uint32_t>(piece.size());
    values = values.subspan(piece.size());
    if (piece.size() == left) end_run();
  }
}

void ExtremeRows::merge(std::span<const double> values) {
  const double* low_part = nullptr;
  const double* high_part = nullptr;
  for (std::size_t at = 0; at < values.size(); at += kPart) {
    const double* part = values.data() + at;
    const auto [low, high] = simd::extent(part, std::min(kPart, values.size() - at));
    // Nothing but NaN.
    if (low > high) continue;
    const bool is_first = low_row_ == kNone && low_part == nullptr;
    if (is_first || low < low_) low_ = low, low_part = part;
    if (is_first || high > high_) high_ = high, high_part = part;
  }
  const auto row_of = [&](double value, const double* part) {
    const auto before = static_cast<std::size_t>(part - values.data());
    return row_ +
           static_cast<std::uint32_t>(before + simd::find(part, values.size() - before, value));
  };
  if (low_part != nullptr) low_row_ = row_of(low_, low_part);
  if (high_part != nullptr) high_row_ = row_of(high_, high_part);
}

void ExtremeRows::end_run() {
  if (starts_[run_] < starts_[run_ + 1]) {
    const bool found = low_row_ != kNone;
    rows_.push_back(found ? std::min(low_row_, high_row_) : starts_[run_]);
    if (low_row_ != high_row_) rows_.push_back(std::max(low_row_, high_row_));
  }
  low_row_ = high_row_ = kNone;
  ++run_;
}

std::vector<std::uint32_t> ExtremeRows::take() { return std::move(rows_); }

}  // namespace perihelion
