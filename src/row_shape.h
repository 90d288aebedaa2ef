#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "digit_run.h"
#include "metric_columns.h"

namespace perihelion {

/// The digits of a whole number, which may have quotes; nothing for any other value.
std::string_view digits_of(std::string_view value);

/// How the text of a point is expected to be: runs, and members that are read by themselves.
class RowShape {
 public:
  struct Part {
    Part() { to.fill(&MetricPoint::nowhere); }

    DigitRun run;
    std::array<double MetricPoint::*, DigitRun::kMostNumbers> to;  ///< where its numbers go
    std::optional<std::size_t> varying;  ///< the member behind the run, by its place in the point
  };

  /// The parts in their order; none where nothing is expected.
  const std::vector<Part>& parts() const { return parts_; }

  void clear();
  void add_text(std::string_view text);

  /// Adds a whole number, with the quotes that it may have. False where no run can have it: it is
  /// none, or long, or so near the beginning of the point that what is before it may not be read.
  bool add_number(std::string_view value, double MetricPoint::* to);

  void add_varying(std::size_t member);

 private:
  Part& part_with_room(std::size_t count);

  std::vector<Part> parts_;
  std::size_t size_ = 0;  ///< of all runs
};

}  // namespace perihelion
