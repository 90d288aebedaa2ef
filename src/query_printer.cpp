// The canonical text form of a query.

#include <array>

#include "python_number.h"
#include "query_node.h"

namespace perihelion {
namespace {

using Kind = Predicate::Kind;

constexpr std::array<std::string_view, 6> kSources{"Environment", "Metric",   "Parameter",
                                                   "Other",       "Metadata", "Tag"};
constexpr std::array<std::string_view, 10> kOperators{
    " == ", " != ",     " < ",       " <= ",        " > ",
    " >= ", ".between", ".contains", ".startswith", ".endswith"};

std::string time_text(QueryTime time) {
  const std::array<int, 7> parts = calendar_parts(time);
  // Python shows hours and minutes always, and what follows only where it is not zero.
  const std::size_t shown = parts[6] != 0 ? 7 : parts[5] != 0 ? 6 : 5;
  std::string out = "datetime(" + std::to_string(parts[0]);
  for (std::size_t i = 1; i < shown; ++i) out += ", " + std::to_string(parts[i]);
  return out + ')';
}

struct ValueWriter {
  std::string operator()(std::nullptr_t) const { return "None"; }
  std::string operator()(bool value) const { return value ? "True" : "False"; }
  std::string operator()(std::int64_t value) const {
    // A literal has no sign of its own, and without one the least integer is beyond 64 bits.
    return value == INT64_MIN ? std::to_string(value + 1) + " - 1" : std::to_string(value);
  }
  std::string operator()(double value) const { return python_repr(value); }
  std::string operator()(const std::string& value) const { return quoted(value); }
  std::string operator()(QueryTime value) const { return time_text(value); }
};

std::string value_text(const QueryValue& value) { return std::visit(ValueWriter(), value); }

std::string term_text(const QueryTerm& term) {
  std::string variable = written(term.source, term.name);
  if (term.source == QuerySource::tag) return variable;
  const std::string before = variable + std::string(kOperators[static_cast<int>(term.op)]);
  if (term.op < QueryOperator::between) return before + value_text(term.value);
  const bool two = term.op == QueryOperator::between;
  return before + '(' + value_text(term.value) + (two ? ", " + value_text(term.high) : "") + ')';
}

/// Whether it stays whole beside `&`, `|` and `~` without parentheses.
bool is_atom(const Predicate::Node& node) {
  return node.kind == Kind::negation ||
         (node.kind == Kind::term &&
          (node.term.source == QuerySource::tag || node.term.op >= QueryOperator::between));
}

std::string as_part(const Predicate& part) {
  const std::string text = part.to_string();
  return is_atom(part.node()) ? text : '(' + text + ')';
}

}  // namespace

std::string_view name_of(QuerySource source) { return kSources[static_cast<int>(source)]; }

std::string written(QuerySource source, std::string_view name) {
  return std::string(name_of(source)) + '(' + quoted(name) + ')';
}

std::string quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < ' ') {
      out += {'\\', 'x', kHex[c >> 4], kHex[c & 15]};
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string Predicate::to_string() const {
  const Node& node = *node_;
  if (node.kind == Kind::term) return term_text(node.term);
  if (node.kind == Kind::negation) return '~' + as_part(node.parts.front());
  std::string out;
  for (const Predicate& part : node.parts) {
    if (!out.empty()) out += node.kind == Kind::conjunction ? " & " : " | ";
    out += as_part(part);
  }
  return out;
}

}  // namespace perihelion
