#include "perihelion/query.h"

#include <cmath>

#include "perihelion/error.h"
#include "query_node.h"

namespace perihelion {
namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorCode::invalid_argument, message);
}

bool is_text_operator(QueryOperator op) {
  return op == QueryOperator::contains || op == QueryOperator::startswith ||
         op == QueryOperator::endswith;
}

/// As in Python, the truth values are numbers too.
bool is_number(const QueryValue& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value) ||
         std::holds_alternative<bool>(value);
}

void check(const QueryValue& value, const std::string& variable) {
  if (const double* number = std::get_if<double>(&value); number && !std::isfinite(*number)) {
    refuse(variable + " is compared with a number that is not finite; no server can be asked that");
  }
  if (const QueryTime* time = std::get_if<QueryTime>(&value)) {
    const int year = calendar_parts(*time)[0];
    if (year < 1 || year > 9999) {
      refuse(variable + " is compared with a time outside of the years 1 to 9999");
    }
  }
}

}  // namespace

std::array<int, 7> calendar_parts(QueryTime time) {
  using namespace std::chrono;
  const auto midnight = floor<days>(time);
  const year_month_day date(midnight);
  const hh_mm_ss clock(time - midnight);
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          static_cast<int>(clock.subseconds().count())};
}

QueryValue query_value(std::nullptr_t) { return nullptr; }
QueryValue query_value(const char* text) { return std::string(text); }
QueryValue query_value(std::string_view text) { return std::string(text); }
QueryValue query_value(const std::string& text) { return text; }

QueryValue query_integer(std::uint64_t number) {
  if (number > static_cast<std::uint64_t>(INT64_MAX)) {
    refuse("the integer " + std::to_string(number) + " is beyond 64 bits with a sign");
  }
  return static_cast<std::int64_t>(number);
}

Predicate::Predicate(QueryTerm term)
    : node_(std::make_shared<const Node>(
          Node{.kind = Kind::term, .term = std::move(term), .parts = {}})) {}

Predicate Predicate::negated() const {
  if (node_->depth == kDeepestQuery) refuse("the query is nested too deep");
  return Predicate(std::make_shared<const Node>(
      Node{.kind = Kind::negation, .term = {}, .parts = {*this}, .depth = node_->depth + 1}));
}

Predicate Predicate::joined(Kind kind, const Predicate& other) const {
  Node joined{.kind = kind, .term = {}, .parts = {}};
  for (const Predicate& side : {*this, other}) {
    const Node& node = *side.node_;
    if (node.kind == kind) {
      joined.parts.insert(joined.parts.end(), node.parts.begin(), node.parts.end());
    } else {
      joined.parts.push_back(side);
    }
  }
  for (const Predicate& part : joined.parts) {
    joined.depth = std::max(joined.depth, part.node_->depth + 1);
  }
  if (joined.depth > kDeepestQuery) refuse("the query is nested too deep");
  return Predicate(std::make_shared<const Node>(std::move(joined)));
}

bool Predicate::same_as(const Predicate& other) const {
  if (node_ == other.node_) return true;
  if (node_->kind != other.node_->kind) return false;
  if (node_->kind == Kind::term) return node_->term == other.node_->term;
  return std::ranges::equal(node_->parts, other.node_->parts,
                            [](const auto& a, const auto& b) { return a.same_as(b); });
}

Tag::Tag(std::string name)
    : Predicate(QueryTerm{QuerySource::tag, name, QueryOperator::equal, name, nullptr}) {
  if (name.empty()) refuse("Tag needs a name");
}

QueryVariable::QueryVariable(QuerySource source, std::string name, std::string type)
    : source_(source), name_(std::move(name)), type_(std::move(type)) {
  if (name_.empty()) refuse(std::string(name_of(source_)) + " needs a name");
}

Predicate QueryVariable::term(QueryOperator op, QueryValue value, QueryValue high) const {
  const std::string variable = written(source_, name_);
  check(value, variable);
  check(high, variable);
  if (op == QueryOperator::between && !(is_number(value) && is_number(high))) {
    refuse(variable + ".between takes two numbers; compare times and texts with >= and <=");
  }
  if (is_text_operator(op) && !std::holds_alternative<std::string>(value)) {
    refuse(variable + " can contain, start with or end with a text only");
  }
  return Predicate(QueryTerm{source_, name_, op, std::move(value), std::move(high)});
}

}  // namespace perihelion
