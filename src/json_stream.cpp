#include "json_stream.h"

#include <algorithm>
#include <utility>

#include "json_text.h"
#include "number.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

constexpr std::size_t kDeepest = 256;
constexpr std::size_t kLongestWord = 4096;
constexpr std::size_t kQuote = 20;

bool ends_word(char c) { return is_space(c) || c == ',' || c == ']' || c == '}' || c == ':'; }

/// The beginning of the text at fault.
std::string quote(std::string_view text) { return "'" + std::string(text.substr(0, kQuote)) + "'"; }

}  // namespace

void JsonStream::feed(std::string_view piece) {
  std::size_t at = 0;
  while (at < piece.size()) {
    switch (token_) {
      case Token::none:
        at = feed_between(piece, at);
        break;
      case Token::string:
        at = feed_string(piece, at);
        break;
      case Token::word:
        at = feed_word(piece, at);
        break;
    }
  }
  consumed_ += piece.size();
}

void JsonStream::finish() {
  if (token_ == Token::word) end_word(partial_);
  if (expect_ != Expect::nothing || token_ != Token::none) fail({}, 0, "the answer stops");
}

/// One step outside of any token: punctuation, or the first byte of a token.
std::size_t JsonStream::feed_between(std::string_view piece, std::size_t at) {
  const char c = piece[at];
  if (is_space(c)) return at + 1;
  if (c == ',' && expect_ == Expect::comma_or_end) return feed_comma(piece, at);
  const bool value_fits = expect_ == Expect::value || expect_ == Expect::value_or_end;
  if (c == '"' && (value_fits || expect_ == Expect::key || expect_ == Expect::key_or_end)) {
    begin(Token::string, at);
  } else if ((c == '{' || c == '[') && value_fits) {
    if (open_.size() == kDeepest) fail(piece, at, "more than 256 levels");
    open(c, at);
  } else if (c == '}' || c == ']') {
    if (open_.empty() || open_.back() != (c == '}' ? '{' : '[')) {
      fail(piece, at, "an unexpected bracket");
    }
    if (expect_ == Expect::value || expect_ == Expect::key || expect_ == Expect::colon) {
      fail(piece, at, "a bracket where a value is missing");
    }
    close(c, at);
  } else if (c == ':' && expect_ == Expect::colon) {
    expect_ = Expect::value;
  } else if (value_fits && !ends_word(c)) {
    begin(Token::word, at);
    return at;
  } else {
    fail(piece, at, "an unexpected character");
  }
  return at + 1;
}

std::size_t JsonStream::feed_comma(std::string_view piece, std::size_t at) {
  if (open_.back() == '{') {
    expect_ = Expect::key;
    return at + 1;
  }
  if (const std::size_t read = events_.items(piece, at)) return at + read;
  expect_ = Expect::value;
  return at + 1;
}

std::size_t JsonStream::feed_string(std::string_view piece, std::size_t begin) {
  const char* const end = piece.data() + piece.size();
  const char* at = piece.data() + begin;
  if (std::exchange(in_escape_, false)) ++at;
  for (;;) {
    at = find_special(at, end);
    if (partial_.size() + static_cast<std::size_t>(at - piece.data()) - begin > longest_string_) {
      fail(piece, begin, "a text of more than " + std::to_string(longest_string_) + " bytes");
    }
    if (at == end || *at != '\\') break;
    has_escapes_ = true;
    in_escape_ = end - at == 1;
    at += in_escape_ ? 1 : 2;
  }
  const auto stop = static_cast<std::size_t>(at - piece.data());
  const std::string_view part = piece.substr(begin, stop - begin);
  if (at == end) {
    partial_ += part;
    return stop;
  }
  if (*at != '"') fail(piece, stop, "a control character inside a string");
  end_string(whole_token(part));
  return stop + 1;
}

std::size_t JsonStream::feed_word(std::string_view piece, std::size_t at) {
  const auto rest = piece.substr(at);
  const auto length =
      static_cast<std::size_t>(std::ranges::find_if(rest, ends_word) - rest.begin());
  if (partial_.size() + length > kLongestWord) fail(piece, at, "a number without end");
  if (at + length == piece.size()) {
    partial_ += rest;
  } else {
    end_word(whole_token(rest.substr(0, length)));
  }
  return at + length;
}

void JsonStream::begin(Token token, std::size_t at) {
  token_ = token;
  token_start_ = consumed_ + at;
  partial_.clear();
  has_escapes_ = false;
}

void JsonStream::open(char bracket, std::size_t at) {
  token_start_ = consumed_ + at;
  open_ += bracket;
  expect_ = bracket == '{' ? Expect::key_or_end : Expect::value_or_end;
  bracket == '{' ? events_.begin_object() : events_.begin_array();
}

void JsonStream::close(char bracket, std::size_t at) {
  token_start_ = consumed_ + at;
  open_.pop_back();
  bracket == '}' ? events_.end_object() : events_.end_array();
  after_value();
}

/// The token that ends with this part. One that lies in one piece is handed on where it lies.
std::string_view JsonStream::whole_token(std::string_view last_part) {
  token_ = Token::none;
  if (partial_.empty()) return last_part;
  partial_ += last_part;
  return partial_;
}

void JsonStream::end_string(std::string_view inside) {
  if (has_escapes_) {
    const std::size_t bad = unescape(inside, text_);
    if (bad != std::string_view::npos) {
      throw Error(ErrorCode::bad_response, "not JSON at byte " +
                                               std::to_string(token_start_ + 1 + bad) +
                                               ": an unknown escape, " + quote(inside.substr(bad)));
    }
    inside = text_;
  }
  if (expect_ == Expect::key || expect_ == Expect::key_or_end) {
    expect_ = Expect::colon;
    events_.key(inside);
  } else {
    events_.string(inside);
    after_value();
  }
}

void JsonStream::end_word(std::string_view word) {
  token_ = Token::none;
  if (word == "null" || word == "true" || word == "false") {
    events_.literal(word);
  } else if (is_json_number(word)) {
    events_.number(word);
  } else {
    throw Error(ErrorCode::bad_response,
                "not JSON at byte " + std::to_string(token_start_) + ": no value, " + quote(word));
  }
  after_value();
}

void JsonStream::after_value() { expect_ = open_.empty() ? Expect::nothing : Expect::comma_or_end; }

void JsonStream::fail(std::string_view piece, std::size_t at, std::string_view what) const {
  const std::string_view there = piece.substr(std::min(at, piece.size()));
  throw Error(ErrorCode::bad_response, "not JSON at byte " + std::to_string(consumed_ + at) + ": " +
                                           std::string(what) +
                                           (there.empty() ? "" : ", " + quote(there)));
}

}  // namespace perihelion
