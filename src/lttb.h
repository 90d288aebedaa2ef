#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace perihelion {

/// Largest triangles in three buckets, over points that come in pieces: twice, as each bucket's
/// choice needs the average of the next.
class Lttb {
 public:
  /// Chooses `count` of `rows`; 3 <= count < rows.
  Lttb(std::uint32_t rows, std::uint32_t count);

  /// The first time: the next points, from row 0 to the last.
  void average(std::span<const double> x, std::span<const double> y);

  /// The second time.
  void choose(std::span<const double> x, std::span<const double> y);

  /// The chosen rows, in order.
  std::vector<std::uint32_t> take();

 private:
  struct Point {
    double x = 0;
    double y = 0;
  };

  /// Bucket 0 is the first row alone, and the last bucket the last row.
  std::uint32_t start_of(std::uint32_t bucket) const;
  /// Cuts points at the ends of buckets.
  template <class Piece, class End>
  void walk(std::span<const double> x, std::span<const double> y, Piece piece, End end);
  void compare(std::span<const double> x, std::span<const double> y);

  std::uint32_t rows_;
  std::uint32_t buckets_;
  std::uint32_t row_ = 0;
  std::uint32_t bucket_ = 0;
  Point sum_;
  std::vector<Point> averages_;
  Point corner_;
  Point best_;
  double best_area_ = -1;
  std::uint32_t best_row_ = 0;
  std::vector<std::uint32_t> chosen_;
};

}  // namespace perihelion
