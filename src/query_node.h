#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "perihelion/query.h"

namespace perihelion {

/// Deeper conditions are refused: whatever walks the tree may recurse.
inline constexpr std::size_t kDeepestQuery = 50;

/// Conjunctions hold no conjunctions and disjunctions no disjunctions: `a & (b & c)` is `a & b &
/// c`.
struct Predicate::Node {
  Kind kind;
  QueryTerm term;                ///< of a term
  std::vector<Predicate> parts;  ///< of all others; one for a negation
  std::size_t depth = 1;
};

/// The builder's name: "Metric".
std::string_view name_of(QuerySource source);

/// As it stands in a query: `Metric("loss")`.
std::string written(QuerySource source, std::string_view name);

/// Year, month, day, hour, minute, second and microsecond in UTC.
std::array<int, 7> calendar_parts(QueryTime time);

/// A text as a Python literal.
std::string quoted(std::string_view text);

}  // namespace perihelion
