#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace perihelion {

/// Where a query's variable is looked up: what kind of column it names.
enum class QuerySource { environment, metric, parameter, other, metadata, tag };

enum class QueryOperator {
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  between,
  contains,
  startswith,
  endswith,
};

/// A point of time in UTC, as exact as the server takes it.
using QueryTime = std::chrono::sys_time<std::chrono::microseconds>;

/// What a variable is compared with: None, a bool, an integer, a finite double, a text or a time.
using QueryValue = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, QueryTime>;

/// One comparison. A tag is compared with its own name; only `between` has a `high`.
struct QueryTerm {
  QuerySource source;
  std::string name;
  QueryOperator op;
  QueryValue value;
  QueryValue high;

  friend bool operator==(const QueryTerm&, const QueryTerm&) = default;
};

/// A condition on experiments, for `API::query`: comparisons of variables, and these combined with
/// `&`, `|` and `~` (or `&&`, `||` and `!`). Immutable; copies are cheap.
class Predicate {
 public:
  /// Reads the text form, Python as the SDK writes it:
  /// `(Metric("loss") < 0.1) & ~Tag("bad") & (Metadata("duration") > 2 * 60)`.
  /// `invalid_argument` names the column where it goes wrong and what was expected there.
  static Predicate parse(std::string_view text);

  /// The one canonical text form, which `parse` reads back to an equal predicate.
  std::string to_string() const;

  /// Whether both are the same condition written the same way. (`==` would read as a comparison.)
  bool same_as(const Predicate& other) const;

  friend Predicate operator~(const Predicate& predicate) { return predicate.negated(); }
  friend Predicate operator!(const Predicate& predicate) { return predicate.negated(); }
  friend Predicate operator&(const Predicate& left, const Predicate& right) {
    return left.joined(Kind::conjunction, right);
  }
  friend Predicate operator&&(const Predicate& left, const Predicate& right) {
    return left & right;
  }
  friend Predicate operator|(const Predicate& left, const Predicate& right) {
    return left.joined(Kind::disjunction, right);
  }
  friend Predicate operator||(const Predicate& left, const Predicate& right) {
    return left | right;
  }
  friend void operator==(const Predicate&, const Predicate&) = delete;

  enum class Kind { term, negation, conjunction, disjunction };
  struct Node;  ///< the tree behind it, for those who write it in other forms
  const Node& node() const { return *node_; }

 protected:
  friend class QueryVariable;
  explicit Predicate(QueryTerm term);

 private:
  explicit Predicate(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  Predicate negated() const;
  Predicate joined(Kind kind, const Predicate& other) const;

  std::shared_ptr<const Node> node_;
};

/// Experiments with that tag. It is a whole condition and takes no operator.
class Tag : public Predicate {
 public:
  explicit Tag(std::string name);
};

template <class T>
concept QueryNumber = (std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>) ||
                      std::floating_point<T>;

// The values of a query. Times are UTC, durations count as seconds; `invalid_argument` for an
// integer beyond 64 bits.
QueryValue query_value(std::nullptr_t);
QueryValue query_value(std::same_as<bool> auto value) { return value; }
QueryValue query_value(const char* text);
QueryValue query_value(std::string_view text);
QueryValue query_value(const std::string& text);
QueryValue query_integer(std::uint64_t number);
QueryValue query_value(QueryNumber auto number) {
  if constexpr (std::floating_point<decltype(number)>) {
    return static_cast<double>(number);
  } else if constexpr (std::unsigned_integral<decltype(number)>) {
    return query_integer(number);
  } else {
    return static_cast<std::int64_t>(number);
  }
}
template <class Duration>
QueryValue query_value(std::chrono::sys_time<Duration> time) {
  return std::chrono::floor<std::chrono::microseconds>(time);
}
template <class Rep, class Period>
QueryValue query_value(std::chrono::duration<Rep, Period> duration) {
  const std::chrono::duration<double> seconds = duration;
  const auto whole = std::chrono::floor<std::chrono::seconds>(seconds);
  if (whole == seconds) return static_cast<std::int64_t>(whole.count());
  return seconds.count();
}

/// What a variable can be equal to.
template <class T>
concept QueryOperand = requires(const T& value) { query_value(value); };

/// What it can be less or more than: all of these but None.
template <class T>
concept OrderedOperand = QueryOperand<T> && !std::same_as<T, std::nullptr_t>;

/// Something that experiments have under a name, for queries: `Metric("loss") < 0.1`. Alone it is
/// no condition.
class QueryVariable {
 public:
  /// `type` as the project's columns tell it: "double", "string", "boolean", "datetime",
  /// "timenumber"; empty where nobody asked. `invalid_argument` for an empty name.
  QueryVariable(QuerySource source, std::string name, std::string type = {});

  QuerySource source() const { return source_; }
  const std::string& name() const { return name_; }
  const std::string& type() const { return type_; }

  /// From `low` to `high`, both included; for numbers and seconds.
  Predicate between(QueryNumber auto low, QueryNumber auto high) const {
    return term(QueryOperator::between, query_value(low), query_value(high));
  }
  /// Of texts, in their case.
  Predicate contains(std::string_view text) const {
    return term(QueryOperator::contains, query_value(text));
  }
  Predicate startswith(std::string_view text) const {
    return term(QueryOperator::startswith, query_value(text));
  }
  Predicate endswith(std::string_view text) const {
    return term(QueryOperator::endswith, query_value(text));
  }

  /// What the operators below and `Predicate::parse` make. `invalid_argument`, naming the variable,
  /// for a value that no server can be asked for.
  Predicate term(QueryOperator op, QueryValue value, QueryValue high = nullptr) const;

 private:
  QuerySource source_;
  std::string name_;
  std::string type_;
};

/// What the script's machine reports: "os", "hostname", "python_version", ….
struct Environment : QueryVariable {
  explicit Environment(std::string name, std::string type = {})
      : QueryVariable(QuerySource::environment, std::move(name), std::move(type)) {}
};
/// The last value of a metric.
struct Metric : QueryVariable {
  explicit Metric(std::string name, std::string type = {})
      : QueryVariable(QuerySource::metric, std::move(name), std::move(type)) {}
};
struct Parameter : QueryVariable {
  explicit Parameter(std::string name, std::string type = {})
      : QueryVariable(QuerySource::parameter, std::move(name), std::move(type)) {}
};
/// What was logged as "other".
struct Other : QueryVariable {
  explicit Other(std::string name, std::string type = {})
      : QueryVariable(QuerySource::other, std::move(name), std::move(type)) {}
};
/// What the server keeps of each experiment: "duration" (seconds), "start_server_timestamp" (a
/// time), "user_name", ….
struct Metadata : QueryVariable {
  explicit Metadata(std::string name, std::string type = {})
      : QueryVariable(QuerySource::metadata, std::move(name), std::move(type)) {}
};

/// A column of a project as `API::get_query_variables` returns it, ready for use.
using AnyQueryVariable = std::variant<Environment, Metric, Parameter, Other, Metadata, Tag>;

Predicate operator==(const QueryVariable& variable, const QueryOperand auto& value) {
  return variable.term(QueryOperator::equal, query_value(value));
}
Predicate operator!=(const QueryVariable& variable, const QueryOperand auto& value) {
  return variable.term(QueryOperator::not_equal, query_value(value));
}
Predicate operator<(const QueryVariable& variable, const OrderedOperand auto& value) {
  return variable.term(QueryOperator::less, query_value(value));
}
Predicate operator<=(const QueryVariable& variable, const OrderedOperand auto& value) {
  return variable.term(QueryOperator::less_or_equal, query_value(value));
}
Predicate operator>(const QueryVariable& variable, const OrderedOperand auto& value) {
  return variable.term(QueryOperator::greater, query_value(value));
}
Predicate operator>=(const QueryVariable& variable, const OrderedOperand auto& value) {
  return variable.term(QueryOperator::greater_or_equal, query_value(value));
}
Predicate operator==(const QueryOperand auto& value, const QueryVariable& variable) {
  return variable == value;
}
Predicate operator!=(const QueryOperand auto& value, const QueryVariable& variable) {
  return variable != value;
}
Predicate operator<(const OrderedOperand auto& value, const QueryVariable& variable) {
  return variable > value;
}
Predicate operator<=(const OrderedOperand auto& value, const QueryVariable& variable) {
  return variable >= value;
}
Predicate operator>(const OrderedOperand auto& value, const QueryVariable& variable) {
  return variable < value;
}
Predicate operator>=(const OrderedOperand auto& value, const QueryVariable& variable) {
  return variable <= value;
}

}  // namespace perihelion
