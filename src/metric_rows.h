#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "literal.h"
#include "metric_columns.h"

namespace perihelion {

/// Reads points that lie whole in one piece, on the assumption that a point is laid out as the
/// points before it: the same members in the same order. A member that is not the expected one is
/// looked at and expected from then on. What is out of the ordinary, or wrong, is left to the
/// general way, which comes to the same result.
class MetricRows {
 public:
  explicit MetricRows(MetricColumns& columns) : columns_(columns) {}

  /// Reads points from `rest`, which begins with the comma before one; returns how many bytes.
  std::size_t read(std::string_view rest);

 private:
  /// One member of a point, as it was laid out last.
  struct Slot {
    Literal start;  ///< from the comma to before the value
    MetricField field = MetricField::none;
    Literal text;               ///< the member's last text with its end quote
    std::uint32_t context = 0;  ///< what that was, for the run context
  };

  /// The next byte to read; null where the point cannot be read here.
  using At = const char*;

  At read_point(At at, At end);
  void add(const MetricPoint& point);
  At read_member(Slot& slot, At at, At end, MetricPoint& point);
  At read_name(Slot& slot, At at, At end);
  At read_context(Slot& slot, At at, At end, std::uint32_t& context);
  At read_unknown(Slot& slot, At at, At end);
  At read_text(At at, At end, std::string_view& meaning);
  static bool learn(Slot& slot, bool first, At at, At end);

  MetricColumns& columns_;
  std::array<Slot, 16> slots_;
  SeriesBuilder* series_ = nullptr;  ///< of the last point
  SeriesBuilder* named_ = nullptr;   ///< whose name the point under way has
  std::string unescaped_;
};

}  // namespace perihelion
