#pragma once

#include <cstddef>
#include <string_view>

#include "column_builder.h"
#include "digit_run.h"

namespace perihelion {

/// The numbers of one list of a chart's answer while they arrive.
class ChartNumbers {
 public:
  std::size_t size() const { return column_.size(); }
  void push_back(double number) { column_.push_back(number); }

  /// Reads numbers that lie whole in the piece, from the comma before one on, which is at `begin`.
  /// Returns how many bytes it read; what is unusual is left.
  std::size_t read(std::string_view piece, std::size_t begin);

  /// All numbers since the last time.
  Column<double> take() { return column_.take(); }

 private:
  const char* read_some(const char* at, const char* end);
  const char* read_alike(const char* at, const char* end, std::string_view comma,
                         std::size_t digits, double*& to, const double* full);

  ColumnBuilder<double> column_;
  DigitRun alike_;  ///< numbers of as many digits as the last ones, with the commas before them
  std::size_t alike_digits_ = 0;
  std::size_t alike_comma_ = 0;
};

}  // namespace perihelion
