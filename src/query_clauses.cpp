#include "query_clauses.h"

#include <string>

#include "perihelion/error.h"
#include "query_node.h"

namespace perihelion {
namespace {

using Kind = Predicate::Kind;

/// Each clause is a request.
constexpr std::size_t kMostClauses = 64;

std::vector<Clause> bounded(std::vector<Clause> clauses) {
  if (clauses.size() <= kMostClauses) return clauses;
  throw Error(ErrorCode::invalid_argument,
              "the query has more than " + std::to_string(kMostClauses) +
                  " alternatives, each of which is a request: use fewer | (and ~ around &)");
}

std::vector<Clause> every_pair(const std::vector<Clause>& left, const std::vector<Clause>& right) {
  std::vector<Clause> both;
  for (const Clause& one : left) {
    for (const Clause& other : right) {
      both.push_back(one);
      both.back().insert(both.back().end(), other.begin(), other.end());
    }
    both = bounded(std::move(both));
  }
  return both;
}

std::vector<Clause> clauses(const Predicate& query, bool flipped, bool marked) {
  const Predicate::Node& node = query.node();
  if (node.kind == Kind::term) return {{{&node.term, flipped, marked}}};
  if (node.kind == Kind::negation) return clauses(node.parts.front(), !flipped, true);
  // De Morgan: negated, `&` is `|` of the negated parts and the other way round.
  const bool alternatives = (node.kind == Kind::disjunction) != flipped;
  std::vector<Clause> out;
  if (!alternatives) out.emplace_back();
  for (const Predicate& part : node.parts) {
    std::vector<Clause> of_part = clauses(part, flipped, marked);
    if (alternatives) {
      out.insert(out.end(), of_part.begin(), of_part.end());
      out = bounded(std::move(out));
    } else {
      out = every_pair(out, of_part);
    }
  }
  return out;
}

}  // namespace

std::vector<Clause> clauses_of(const Predicate& query) { return clauses(query, false, false); }

}  // namespace perihelion
