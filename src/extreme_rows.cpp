#include "extreme_rows.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "simd_doubles.h"

namespace perihelion {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

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
  const auto [low, high] = simd::extent(values.data(), values.size());
  const auto take = [&](double value, double& extreme, std::uint32_t& row) {
    const std::size_t at = simd::find(values.data(), values.size(), value);
    if (at == values.size()) return;
    extreme = value;
    row = row_ + static_cast<std::uint32_t>(at);
  };
  if (low_row_ == kNone || low < low_) take(low, low_, low_row_);
  if (high_row_ == kNone || high > high_) take(high, high_, high_row_);
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
