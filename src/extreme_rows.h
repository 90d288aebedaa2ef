#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace perihelion {

/// The rows of the least and the greatest value of each run of rows. The values come in pieces, so
/// that nobody has to hold them in one place.
class ExtremeRows {
 public:
  /// Run k has the rows from `starts[k]` up to `starts[k + 1]`, where the next one begins.
  explicit ExtremeRows(std::vector<std::uint32_t> starts);

  /// The values of the next rows, from `starts[0]` on.
  void add(std::span<const double> values);

  /// For each run with rows the one or two of them, in order; its first row where all are NaN.
  std::vector<std::uint32_t> take();

 private:
  void merge(std::span<const double> values);
  void end_run();

  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> rows_;
  std::size_t run_ = 0;
  std::uint32_t row_;
  double low_ = 0;
  double high_ = 0;
  std::uint32_t low_row_;
  std::uint32_t high_row_;
};

}  // namespace perihelion
