#pragma once

#include <functional>
#include <optional>
#include <string>

#include "perihelion/value.h"
#include "query_clauses.h"

namespace perihelion {

/// The predicates of `project/query` for a clause, as comet_ml encodes a conjunction of its terms.
/// `columns` are the project's, as `project/column-names` lists them: they give each rule its type.
/// Nothing, after `warn` of each, where the project lacks the columns of some terms: then nothing
/// can match.
/// `invalid_argument` for an operator that the column's type does not have.
std::optional<Value> predicates_of(const Clause& clause, const Value& columns,
                                   const std::function<void(const QueryTerm&)>& warn);

/// The warning for a column that the project does not have. It names the nearest that there is.
std::string unknown_column(const QueryTerm& term, const Value& columns);

/// The builder for that column of a project; nothing where there is none for its source, and for
/// columns without a name.
std::optional<QuerySource> source_of(const Value& column);

}  // namespace perihelion
