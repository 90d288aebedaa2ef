// The text form of a query: the SDK's Python with Python's precedence.
//
//   comparison := either [("==" | "!=" | "<" | "<=" | ">" | ">=") either]
//   either     := both ("|" both)*
//   both       := sum ("&" sum)*
//   sum        := product (("+" | "-") product)*
//   product    := unary (("*" | "/") unary)*
//   unary      := ("~" | "-" | "+") unary | operand
//   operand    := "(" comparison ")" | literal | "datetime(" … ")" | Tag(name)
//               | Variable(name) ["." method "(" … ")"]

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "perihelion/error.h"
#include "query_lexer.h"
#include "query_node.h"
#include "query_values.h"

namespace perihelion {
namespace {

constexpr std::size_t kLongestQuery = 20'000;

/// What a part of the text is: a whole condition, a variable that waits for an operator, or a
/// value.
using Operand = std::variant<Predicate, QueryVariable, QueryValue>;

constexpr std::array<std::pair<std::string_view, QuerySource>, 6> kBuilders{{
    {"Environment", QuerySource::environment},
    {"Metric", QuerySource::metric},
    {"Parameter", QuerySource::parameter},
    {"Other", QuerySource::other},
    {"Metadata", QuerySource::metadata},
    {"Tag", QuerySource::tag},
}};

/// Each with the operator for when its sides are swapped: `0.5 < Metric("loss")`.
struct Comparison {
  std::string_view symbol;
  QueryOperator op;
  QueryOperator swapped;
};
constexpr std::array<Comparison, 6> kComparisons{{
    {"==", QueryOperator::equal, QueryOperator::equal},
    {"!=", QueryOperator::not_equal, QueryOperator::not_equal},
    {"<", QueryOperator::less, QueryOperator::greater},
    {"<=", QueryOperator::less_or_equal, QueryOperator::greater_or_equal},
    {">", QueryOperator::greater, QueryOperator::less},
    {">=", QueryOperator::greater_or_equal, QueryOperator::less_or_equal},
}};

constexpr std::array<std::pair<std::string_view, QueryOperator>, 4> kMethods{{
    {"between", QueryOperator::between},
    {"contains", QueryOperator::contains},
    {"startswith", QueryOperator::startswith},
    {"endswith", QueryOperator::endswith},
}};

/// Python's words for what a query writes with symbols.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kWords{{
    {"and", "&, and parentheses around both sides"},
    {"or", "|, and parentheses around both sides"},
    {"not", "~"},
    {"is", "=="},
    {"in", ".contains(…)"},
}};

template <class Table>
auto find(const Table& table, std::string_view name) {
  return std::ranges::find(table, name, [](const auto& row) { return row.first; });
}

class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text), token_(lexer_.next()) {}

  Predicate parse() {
    const std::size_t at = token_.at;
    Operand whole = comparison();
    if (token_.kind != QueryToken::Kind::end) unexpected("&, | or the end of the query");
    return predicate(std::move(whole), at);
  }

 private:
  using Kind = QueryToken::Kind;

  /// Gives what the builders refuse the place in the text.
  template <class Make>
  auto checked(std::size_t at, Make make) const {
    std::optional<decltype(make())> made;
    try {
      made = make();
    } catch (const Error& error) {
      lexer_.fail(at, error.what());
    }
    return *made;
  }

  Operand comparison() {
    const std::size_t at = token_.at;
    Operand left = either();
    const Comparison* comparison = take_comparison();
    if (!comparison) return left;
    const std::size_t right_at = token_.at;
    Operand right = either();
    if (is_symbol() && std::ranges::count(kComparisons, token_.text, &Comparison::symbol)) {
      lexer_.fail(token_.at, "comparisons don't chain: write (a < b) & (b < c)");
    }
    if (std::holds_alternative<Predicate>(left)) not_compared(at);
    if (std::holds_alternative<Predicate>(right)) not_compared(right_at);
    const auto* variable = std::get_if<QueryVariable>(&left);
    const auto* value = std::get_if<QueryValue>(&right);
    if (variable && value)
      return checked(at, [&] { return variable->term(comparison->op, *value); });
    variable = std::get_if<QueryVariable>(&right);
    value = std::get_if<QueryValue>(&left);
    if (variable && value) {
      return checked(at, [&] { return variable->term(comparison->swapped, *value); });
    }
    lexer_.fail(right_at, "a comparison has a variable on one side and a value on the other");
  }

  [[noreturn]] void not_compared(std::size_t at) const {
    lexer_.fail(
        at,
        "a condition is not compared with anything; & and | bind tighter than a comparison, "
        "so each comparison beside them needs parentheses: (Metric(\"loss\") < 1) & …");
  }

  Operand either() {
    return combined("|", &Parser::both, [](const auto& a, const auto& b) { return a | b; });
  }

  Operand both() {
    return combined("&", &Parser::sum, [](const auto& a, const auto& b) { return a & b; });
  }

  template <class Join>
  Operand combined(std::string_view symbol, Operand (Parser::*part)(), Join join) {
    const std::size_t at = token_.at;
    Operand first = (this->*part)();
    while (is_symbol(symbol)) {
      const Predicate left = predicate(std::move(first), at);
      advance();
      const std::size_t right_at = token_.at;
      const Predicate right = predicate((this->*part)(), right_at);
      first = checked(at, [&] { return join(left, right); });
    }
    return first;
  }

  Operand sum() { return calculated("+", "-", &Parser::product); }

  Operand product() { return calculated("*", "/", &Parser::unary); }

  Operand calculated(std::string_view one, std::string_view other, Operand (Parser::*part)()) {
    const std::size_t at = token_.at;
    Operand first = (this->*part)();
    while (is_symbol(one) || is_symbol(other)) {
      const char symbol = advance().text.front();
      const std::size_t right_at = token_.at;
      const Operand second = (this->*part)();
      const QueryValue left = number(first, at);
      const QueryValue right = number(second, right_at);
      first = checked(at, [&] { return calculate(left, symbol, right); });
    }
    return first;
  }

  Operand unary() {
    if (!is_symbol("~") && !is_symbol("-") && !is_symbol("+")) return operand();
    const QueryToken sign = advance();
    const Nesting nesting(*this, sign.at);
    const std::size_t at = token_.at;
    if (sign.text == "~") {
      const Predicate negated = predicate(unary(), at);
      return checked(sign.at, [&] { return ~negated; });
    }
    QueryValue value = number(unary(), at);
    if (sign.text == "+") return value;
    return checked(at, [&] { return calculate(std::int64_t{-1}, '*', value); });
  }

  Operand operand() {
    const std::size_t at = token_.at;
    if (token_.kind == Kind::literal) return advance().value;
    if (is_symbol("(")) {
      const Nesting nesting(*this, at);
      advance();
      Operand inner = comparison();
      expect(")");
      return inner;
    }
    if (token_.kind == Kind::name) return named(advance());
    unexpected("a variable such as Metric(\"loss\"), or a value");
  }

  Operand named(const QueryToken& name) {
    if (name.text == "datetime") return time(name.at);
    const auto word = find(kWords, name.text);
    if (word != kWords.end()) {
      lexer_.fail(name.at, "for " + name.text + " write " + std::string(word->second));
    }
    const auto builder = find(kBuilders, name.text);
    if (builder == kBuilders.end()) {
      lexer_.fail(name.at, "there is no '" + name.text +
                               "'; a query is made of Environment, Metric, Parameter, Other, "
                               "Metadata, Tag and datetime");
    }
    expect("(");
    const std::string argument = text(name.text + " takes a name in quotes");
    expect(")");
    if (builder->second == QuerySource::tag) {
      return checked(name.at, [&]() -> Predicate { return Tag(argument); });
    }
    return method(checked(name.at, [&] { return QueryVariable(builder->second, argument); }));
  }

  Operand method(QueryVariable variable) {
    if (!is_symbol(".")) return variable;
    advance();
    const QueryToken name = advance();
    const auto known = find(kMethods, name.text);
    if (name.kind != Kind::name || known == kMethods.end()) {
      lexer_.fail(name.at, "a variable has .between, .contains, .startswith and .endswith");
    }
    const Nesting nesting(*this, name.at);
    expect("(");
    const std::size_t at = token_.at;
    const QueryValue first = value(either(), at);
    QueryValue second = nullptr;
    if (known->second == QueryOperator::between) {
      expect(",");
      const std::size_t second_at = token_.at;
      second = value(either(), second_at);
    }
    expect(")");
    return checked(at, [&] { return variable.term(known->second, first, second); });
  }

  /// datetime(year, month, day[, hour[, minute[, second[, microsecond]]]]), in UTC.
  QueryValue time(std::size_t at) {
    std::vector<std::int64_t> parts;
    const Nesting nesting(*this, at);
    expect("(");
    for (;; advance()) {
      const std::size_t part_at = token_.at;
      const QueryValue part = value(either(), part_at);
      checked(part_at, [&] { return add_calendar_part(parts, part); });
      if (!is_symbol(",")) break;
    }
    expect(")");
    return checked(at, [&] { return time_of(parts); });
  }

  std::string text(const std::string& wanted) {
    const bool is_text =
        token_.kind == Kind::literal && std::holds_alternative<std::string>(token_.value);
    if (!is_text) lexer_.fail(token_.at, wanted);
    return std::get<std::string>(advance().value);
  }

  Predicate predicate(Operand operand, std::size_t at) const {
    if (auto* found = std::get_if<Predicate>(&operand)) return std::move(*found);
    const auto* variable = std::get_if<QueryVariable>(&operand);
    if (!variable) {
      lexer_.fail(at,
                  "a value alone is no condition; compare a variable with it, in parentheses "
                  "beside & | ~: (Metric(\"loss\") < 1)");
    }
    const std::string name = written(variable->source(), variable->name());
    lexer_.fail(at, name +
                        " must use an operator to be a condition, in parentheses beside & | ~: (" +
                        name + " < 1)");
  }

  QueryValue value(Operand operand, std::size_t at) const {
    if (auto* found = std::get_if<QueryValue>(&operand)) return std::move(*found);
    lexer_.fail(at, "expected a value: a number, a text in quotes, True, False or None");
  }

  QueryValue number(const Operand& operand, std::size_t at) const {
    const auto* found = std::get_if<QueryValue>(&operand);
    const bool is_number = found && (std::holds_alternative<std::int64_t>(*found) ||
                                     std::holds_alternative<double>(*found));
    if (!is_number) lexer_.fail(at, "expected a number: only numbers are calculated with");
    return *found;
  }

  const Comparison* take_comparison() {
    if (is_symbol("=")) lexer_.fail(token_.at, "write == to compare");
    const auto found = std::ranges::find(kComparisons, token_.text, &Comparison::symbol);
    if (!is_symbol() || found == kComparisons.end()) return nullptr;
    advance();
    return &*found;
  }

  bool is_symbol() const { return token_.kind == Kind::symbol; }
  bool is_symbol(std::string_view text) const { return is_symbol() && token_.text == text; }

  QueryToken advance() { return std::exchange(token_, lexer_.next()); }

  void expect(std::string_view symbol) {
    if (!is_symbol(symbol)) unexpected(std::string(symbol));
    advance();
  }

  [[noreturn]] void unexpected(const std::string& wanted) const {
    const auto word = find(kWords, token_.text);
    if (token_.kind == Kind::name && word != kWords.end()) {
      lexer_.fail(token_.at, "for " + token_.text + " write " + std::string(word->second));
    }
    const std::string found = token_.kind == Kind::end ? "the query ends"
                              : token_.text.empty()    ? "there is a text"
                                                       : "there is '" + token_.text + "'";
    lexer_.fail(token_.at, "expected " + wanted + ", but here " + found);
  }

  /// Counts how deep the text is nested, for as long as it lives.
  struct Nesting {
    Nesting(Parser& parser, std::size_t at) : depth(parser.depth_) {
      if (++depth > kDeepestQuery) parser.lexer_.fail(at, "the query is nested too deep");
    }
    ~Nesting() { --depth; }
    Nesting(const Nesting&) = delete;
    std::size_t& depth;
  };

  QueryLexer lexer_;
  QueryToken token_;
  std::size_t depth_ = 0;
};

}  // namespace

Predicate Predicate::parse(std::string_view text) {
  if (text.size() > kLongestQuery) {
    throw Error(ErrorCode::invalid_argument,
                "the query is longer than " + std::to_string(kLongestQuery) + " bytes");
  }
  return Parser(text).parse();
}

}  // namespace perihelion
