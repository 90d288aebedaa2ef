#pragma once

#include <vector>

#include "perihelion/query.h"

namespace perihelion {

/// A term of a conjunction, with the negations around it taken in.
struct ClauseTerm {
  const QueryTerm* term;
  bool flipped;  ///< the negations around it don't cancel out
  bool marked;   ///< there is a negation around it, cancelled out or not: comet_ml marks it so
};

/// All its terms hold.
using Clause = std::vector<ClauseTerm>;

/// The query as a list of which one clause holds: disjunctive normal form, in the order of the
/// text. A conjunction of terms is one clause with just these. The terms point into `query`.
/// `invalid_argument` where there would be too many.
std::vector<Clause> clauses_of(const Predicate& query);

}  // namespace perihelion
