#include "query_lexer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "json_text.h"
#include "number.h"
#include "perihelion/error.h"
#include "utf8.h"

namespace perihelion {
namespace {

constexpr std::array<std::string_view, 18> kSymbols{
    "==", "!=", "<=", ">=", "<", ">", "&", "|", "~", "(", ")", ".", ",", "*", "/", "+", "-", "="};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

std::string utf8(std::uint32_t code) {
  std::string out;
  append_utf8(code, out);
  return out;
}

}  // namespace

void QueryLexer::fail(std::size_t at, const std::string& message) const {
  const auto before = text_.substr(0, at);
  const auto column = before.size() - std::ranges::count_if(before, continues_character) + 1;
  throw Error(ErrorCode::invalid_argument,
              "query, column " + std::to_string(column) + ": " + message);
}

QueryToken QueryLexer::next() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  if (at_ == text_.size()) return {QueryToken::Kind::end, {}, nullptr, at_};
  const char c = text_[at_];
  const bool fraction = c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
  if (is_digit(c) || fraction) return number();
  if (is_name(c)) return name();
  if (c == '"' || c == '\'') return quoted();
  return symbol();
}

QueryToken QueryLexer::name() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && is_name(text_[at_])) ++at_;
  const std::string_view word = text_.substr(begin, at_ - begin);
  QueryToken token{QueryToken::Kind::literal, std::string(word), nullptr, begin};
  if (word == "True" || word == "False") {
    token.value = word == "True";
  } else if (word != "None") {
    token.kind = QueryToken::Kind::name;
  }
  return token;
}

QueryToken QueryLexer::number() {
  const std::size_t begin = at_;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    const bool sign = (c == '+' || c == '-') && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
    if (!is_name(c) && c != '.' && !(sign && at_ > begin)) break;
    ++at_;
  }
  const std::string word(text_.substr(begin, at_ - begin));
  QueryToken token{QueryToken::Kind::literal, word, nullptr, begin};
  if (std::ranges::all_of(word, is_digit)) {
    const auto integer = parse_integer(word);
    if (!integer) fail(begin, "the integer " + word + " is beyond 64 bits");
    token.value = *integer;
    return token;
  }
  const auto number = parse_double(word);
  if (!number) fail(begin, "'" + word + "' is no number");
  if (!std::isfinite(*number)) fail(begin, word + " is too large for a number");
  token.value = *number;
  return token;
}

QueryToken QueryLexer::quoted() {
  const std::size_t begin = at_;
  const char quote = text_[at_++];
  std::string out;
  while (true) {
    if (at_ == text_.size() || text_[at_] == '\n') fail(begin, "this text has no closing quote");
    const char c = text_[at_++];
    if (c == quote) break;
    out += c == '\\' ? escape() : std::string(1, c);
  }
  return {QueryToken::Kind::literal, {}, std::move(out), begin};
}

/// What follows a backslash.
std::string QueryLexer::escape() {
  const std::size_t begin = at_ - 1;
  const char c = at_ < text_.size() ? text_[at_++] : ' ';
  constexpr std::string_view kPlain = "\\\"'";
  if (kPlain.find(c) != std::string_view::npos) return {c};
  if (c == 'n') return "\n";
  if (c == 't') return "\t";
  if (c == 'r') return "\r";
  if (c == 'b') return "\b";
  if (c == 'f') return "\f";
  if (c == 'x') return utf8(code_point(2));
  if (c == 'u') return utf8(code_point(4));
  if (c == 'U') return utf8(code_point(8));
  fail(begin, R"(after a backslash comes one of \ " ' n t r b f x u U)");
}

std::uint32_t QueryLexer::code_point(std::size_t digits) {
  const std::size_t begin = at_ - 2;
  std::uint32_t code = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const char c = at_ < text_.size() ? text_[at_++] : ' ';
    const auto digit = kHex.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c);
    if (digit == std::string_view::npos) {
      fail(begin, "this escape needs " + std::to_string(digits) + " hexadecimal digits");
    }
    code = code << 4 | static_cast<std::uint32_t>(digit);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (surrogate || code > 0x10FFFF) fail(begin, "this escape names no character");
  return code;
}

QueryToken QueryLexer::symbol() {
  const std::size_t begin = at_;
  if (starts_with("&&") || starts_with("||")) {
    fail(begin, std::string("write ") + text_[at_] + ", once");
  }
  for (const std::string_view symbol : kSymbols) {
    if (!starts_with(symbol)) continue;
    at_ += symbol.size();
    return {QueryToken::Kind::symbol, std::string(symbol), nullptr, begin};
  }
  if (text_[at_] == '!') fail(begin, "write ~ for not");
  std::size_t end = at_ + 1;
  while (end < text_.size() && continues_character(text_[end])) ++end;
  fail(begin, "a query has no '" + std::string(text_.substr(at_, end - at_)) + "'");
}

}  // namespace perihelion
