#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "literal.h"
#include "metric_columns.h"
#include "row_shape.h"

namespace perihelion {

/// Reads points that lie whole in one piece, on the assumption that a point is laid out as the
/// points before it: the same members in the same order, the same texts and numbers as long. A
/// point that is not is read member by member, and a member that is not the expected one is looked
/// at and expected from then on. What is out of the ordinary, or wrong, is left to the general way,
/// which comes to the same result.
class MetricRows {
 public:
  explicit MetricRows(MetricColumns& columns) : columns_(columns) {}

  /// Reads points from the comma before one, at `comma` in the piece; returns how many bytes.
  std::size_t read(std::string_view piece, std::size_t comma);

 private:
  /// One member of a point, as it was laid out last.
  struct Slot {
    Literal start;  ///< from the comma to before the value
    MetricField field = MetricField::none;
    Literal text;               ///< the member's last text with its end quote
    std::uint32_t context = 0;  ///< what that was, for the run context
    std::string_view value;     ///< as the last point that was read by members spelt it
    std::size_t digits = 0;     ///< of that value, where it is a whole number
    bool changed = false;       ///< it is another text than the one before, or another length
    int changes = 0;            ///< how often it soon changed, in this piece
  };

  /// The next byte to read; null where the point cannot be read here.
  using At = const char*;

  At read_expected(At at, At end);
  At read_by_members(At at, At end);
  void expect(std::size_t members, At begin, At end);
  bool expect_value(Slot& slot, bool soon);
  void add(const MetricPoint& point);
  At read_member(Slot& slot, At at, At end, MetricPoint& point);
  At read_name(Slot& slot, At at, At end);
  At read_context(Slot& slot, At at, At end, std::uint32_t& context);
  At read_unknown(Slot& slot, At at, At end);
  At read_text(At at, At end, std::string_view& meaning);
  static bool learn(Slot& slot, bool first, At at, At end);

  MetricColumns& columns_;
  At begin_ = nullptr;  ///< of the piece
  std::array<Slot, 16> slots_;
  RowShape shape_;                         ///< of the next point, if it is as the last one
  std::uint32_t shape_context_ = 0;        ///< the run context that it has then
  SeriesBuilder* shape_series_ = nullptr;  ///< and the series
  int in_a_row_ = 0;                       ///< points that were as expected, up to now
  int looks_left_ = 0;  ///< how often one that was not may still be looked at, in this piece
  SeriesBuilder* series_ = nullptr;  ///< of the last point
  SeriesBuilder* named_ = nullptr;   ///< whose name the point under way has
  std::string unescaped_;
};

}  // namespace perihelion
