#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "perihelion/query.h"

namespace perihelion {

/// One word of a query's text. A symbol's text is the symbol, a literal has its value.
struct QueryToken {
  enum class Kind { symbol, name, literal, end };
  Kind kind = Kind::end;
  std::string text;
  QueryValue value;
  std::size_t at = 0;  ///< where it begins, in bytes
};

/// Cuts the text of a query into its words.
class QueryLexer {
 public:
  explicit QueryLexer(std::string_view text) : text_(text) {}

  /// The next word; at the end of the text one of kind `end`, as often as it is asked for.
  QueryToken next();

  /// Throws `invalid_argument` with the column (in characters, from 1) of that byte.
  [[noreturn]] void fail(std::size_t at, const std::string& message) const;

 private:
  QueryToken name();
  QueryToken number();
  QueryToken quoted();
  QueryToken symbol();
  std::string escape();
  std::uint32_t code_point(std::size_t digits);
  bool starts_with(std::string_view word) const { return text_.substr(at_).starts_with(word); }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace perihelion
