#include "query_encoder.h"

#include <algorithm>
#include <array>

#include "perihelion/error.h"
#include "python_number.h"
#include "query_node.h"

namespace perihelion {
namespace {

constexpr std::array<std::string_view, 6> kSources{"env_details", "metrics",  "params",
                                                   "log_other",   "metadata", "tag"};

/// Each operator and what it is when negated.
struct Operator {
  std::string_view plain;
  std::string_view flipped;
  std::string_view named(bool negated) const { return negated ? flipped : plain; }
};
constexpr std::array<Operator, 10> kOperators{{
    {"equal", "not_equal"},
    {"not_equal", "equal"},
    {"less", "greater_or_equal"},
    {"less_or_equal", "greater"},
    {"greater", "less_or_equal"},
    {"greater_or_equal", "less"},
    {"between", "not_between"},
    {"contains", "not_contains"},
    {"begins_with", "not_begins_with"},
    {"ends_with", "not_ends_with"},
}};
constexpr Operator kNull{"is_null", "is_not_null"};
constexpr Operator kEmpty{"is_empty", "is_not_empty"};

std::string padded(int number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return std::string(digits - text.size(), '0') + text;
}

std::string time_text(QueryTime time) {
  const auto [year, month, day, hour, minute, second, micros] = calendar_parts(time);
  const std::string text = padded(year, 4) + '-' + padded(month, 2) + '-' + padded(day, 2) + ' ' +
                           padded(hour, 2) + ':' + padded(minute, 2) + ':' + padded(second, 2);
  return micros == 0 ? text : text + '.' + padded(micros, 6);
}

/// A number as Python's str() gives it.
std::string number_text(const QueryValue& number) {
  if (const auto* truth = std::get_if<bool>(&number)) return *truth ? "True" : "False";
  const auto* integer = std::get_if<std::int64_t>(&number);
  return integer ? std::to_string(*integer) : python_repr(std::get<double>(number));
}

struct ToJson {
  Value operator()(QueryTime time) const { return time_text(time); }
  template <class T>
  Value operator()(const T& value) const {
    return value;
  }
};

struct Encoded {
  std::string_view op;
  Value value;
};

/// None, "" and truth have operators and values of their own, but only for equality.
Encoded encode(const QueryTerm& term, bool flipped) {
  const Operator& op = kOperators[static_cast<int>(term.op)];
  if (term.op == QueryOperator::between) {
    return {op.named(flipped), Value::Array{number_text(term.value), number_text(term.high)}};
  }
  const bool equality = term.op == QueryOperator::equal || term.op == QueryOperator::not_equal;
  if (equality) {
    const bool negated = flipped != (term.op == QueryOperator::not_equal);
    if (std::holds_alternative<std::nullptr_t>(term.value)) return {kNull.named(negated), {}};
    const auto* text = std::get_if<std::string>(&term.value);
    if (text && text->empty()) return {kEmpty.named(negated), {}};
    const auto* truth = std::get_if<bool>(&term.value);
    if (truth) return {op.named(flipped), *truth ? 1 : 0};
  }
  return {op.named(flipped), std::visit(ToJson(), term.value)};
}

std::string name_of(const QueryTerm& term) { return written(term.source, term.name); }

void check_type(const QueryTerm& term, const std::string& type) {
  const bool is_text = term.op > QueryOperator::between;
  if (is_text && type != "string") {
    throw Error(ErrorCode::invalid_argument,
                name_of(term) + " is of type " + type +
                    "; contains, startswith and endswith are for columns of type string");
  }
  if (term.op == QueryOperator::between && type == "string") {
    throw Error(ErrorCode::invalid_argument,
                name_of(term) + " is of type string; between is for numbers");
  }
}

/// How many characters to change, leave out or put in to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

/// Names longer than this are not compared: nobody mistypes them.
constexpr std::size_t kLongestCompared = 100;

std::string nearest(const QueryTerm& term, const Value& columns) {
  std::string best;
  std::size_t least = std::max<std::size_t>(3, term.name.size() / 2);
  for (const Value& column : columns.as_array()) {
    const auto source = source_of(column);
    if (!source) continue;
    const std::string& name = column["name"].as_string();
    if (std::max(name.size(), term.name.size()) > kLongestCompared) continue;
    const std::size_t changes = distance(name, term.name) + (*source == term.source ? 0 : 1);
    if (changes >= least) continue;
    least = changes;
    best = written(*source, name);
  }
  return best.empty() ? "" : "; the nearest is " + best;
}

std::optional<std::string> type_of(const QueryTerm& term, const Value& columns) {
  if (term.source == QuerySource::tag) return "string";
  for (const Value& column : columns.as_array()) {
    if (column["name"] == Value(term.name) &&
        column["source"] == Value(kSources[static_cast<int>(term.source)])) {
      return column["type"].as_string();
    }
  }
  return std::nullopt;
}

Value rule_of(const ClauseTerm& part, const std::string& type) {
  auto [op, value] = encode(*part.term, part.flipped);
  return Value::Object{{"id", part.term->name},
                       {"field", part.term->name},
                       {"type", type},
                       {"operator", op},
                       {"value", std::move(value)}};
}

/// What goes to one source: its rules, all of which must hold.
struct Group {
  QuerySource source;
  bool marked;
  Value::Array rules;

  Value to_json() && {
    Value::Object query{{"condition", "AND"}, {"rules", std::move(rules)}, {"valid", true}};
    Value::Object out{{"source", kSources[static_cast<int>(source)]}, {"query", std::move(query)}};
    if (marked) out.emplace_back("negated", true);
    return out;
  }
};

}  // namespace

std::optional<QuerySource> source_of(const Value& column) {
  const Value& source = column["source"];
  const Value& name = column["name"];
  if (!source.is_string() || !name.is_string() || name.as_string().empty()) return std::nullopt;
  const auto found = std::ranges::find(kSources, source.as_string());
  if (found == kSources.end()) return std::nullopt;
  return static_cast<QuerySource>(found - kSources.begin());
}

std::string unknown_column(const QueryTerm& term, const Value& columns) {
  return "the project has no column " + name_of(term) + nearest(term, columns);
}

std::optional<Value> predicates_of(const Clause& clause, const Value& columns,
                                   const std::function<void(const QueryTerm&)>& warn) {
  std::vector<Group> groups;
  bool all_known = true;
  for (const ClauseTerm& part : clause) {
    const QueryTerm& term = *part.term;
    const std::optional<std::string> type = type_of(term, columns);
    if (!type) {
      warn(term);
      all_known = false;
      continue;
    }
    check_type(term, *type);
    auto group = std::ranges::find(groups, term.source, &Group::source);
    // The mark is that of the first term alone, as in comet_ml; servers have to ignore it.
    if (group == groups.end()) group = groups.insert(group, Group{term.source, part.marked, {}});
    group->rules.push_back(rule_of(part, *type));
  }
  if (!all_known) return std::nullopt;
  Value::Array predicates;
  for (Group& group : groups) predicates.push_back(std::move(group).to_json());
  return predicates;
}

}  // namespace perihelion
