#include "lttb.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace perihelion {

Lttb::Lttb(std::uint32_t rows, std::uint32_t count) : rows_(rows), buckets_(count) {
  // One more, for the triangles of the last bucket, which has no next.
  averages_.resize(buckets_ + 1);
  chosen_.reserve(buckets_);
}

std::uint32_t Lttb::start_of(std::uint32_t bucket) const {
  if (bucket == 0) return 0;
  if (bucket == buckets_) return rows_;
  const std::uint64_t between = rows_ - 2;
  return 1 + static_cast<std::uint32_t>((bucket - 1) * between / (buckets_ - 2));
}

template <class Piece, class End>
void Lttb::walk(std::span<const double> x, std::span<const double> y, Piece piece, End end) {
  while (!x.empty() && bucket_ < buckets_) {
    const std::size_t left = start_of(bucket_ + 1) - row_;
    const std::size_t count = std::min(left, x.size());
    piece(x.first(count), y.first(count));
    x = x.subspan(count);
    y = y.subspan(count);
    row_ += static_cast<std::uint32_t>(count);
    if (count == left) {
      end();
      ++bucket_;
    }
  }
}

void Lttb::average(std::span<const double> x, std::span<const double> y) {
  const auto add = [&](std::span<const double> some_x, std::span<const double> some_y) {
    for (const double value : some_x) sum_.x += value;
    for (const double value : some_y) sum_.y += value;
  };
  const auto end = [&] {
    const double count = start_of(bucket_ + 1) - start_of(bucket_);
    averages_[bucket_] = {sum_.x / count, sum_.y / count};
    sum_ = {};
  };
  walk(x, y, add, end);
  if (bucket_ == buckets_) row_ = bucket_ = 0;
}

void Lttb::choose(std::span<const double> x, std::span<const double> y) {
  const auto look = [&](std::span<const double> some_x, std::span<const double> some_y) {
    compare(some_x, some_y);
  };
  const auto end = [&] {
    chosen_.push_back(best_row_);
    corner_ = best_;
    best_area_ = -1;
  };
  walk(x, y, look, end);
}

void Lttb::compare(std::span<const double> x, std::span<const double> y) {
  const Point corner = corner_;
  const double dx = corner.x - averages_[bucket_ + 1].x;
  const double dy = averages_[bucket_ + 1].y - corner.y;
  double best_area = best_area_;
  std::size_t best = x.size();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double area = std::abs(dx * (y[i] - corner.y) - (corner.x - x[i]) * dy);
    if (area > best_area) {
      best_area = area;
      best = i;
    }
  }
  // Where every area is NaN, as beyond the greatest double, a bucket's first row stands for it.
  if (best == x.size() && row_ == start_of(bucket_)) best = 0;
  if (best == x.size()) return;
  best_area_ = best_area;
  best_row_ = row_ + static_cast<std::uint32_t>(best);
  best_ = {x[best], y[best]};
}

std::vector<std::uint32_t> Lttb::take() { return std::move(chosen_); }

}  // namespace perihelion
