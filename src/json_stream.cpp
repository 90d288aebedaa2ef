#include "json_stream.h"

#include <algorithm>
#include <utility>

#include "perihelion/error.h"

namespace perihelion {
namespace {

constexpr std::size_t kDeepest = 256;
constexpr std::size_t kLongestWord = 4096;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

bool ends_word(char c) { return is_space(c) || c == ',' || c == ']' || c == '}' || c == ':'; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_utf8(unsigned point, std::string& out) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// JSON's number grammar, and the three words that Comet's own tools write where JSON has none.
bool is_number(std::string_view text) {
  if (text == "NaN" || text == "Infinity" || text == "-Infinity") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t exponent = std::min(text.find_first_of("eE"), text.size());
  std::string_view mantissa = text.substr(0, exponent);
  if (exponent < text.size()) {
    std::string_view power = text.substr(exponent + 1);
    if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
    if (!all_digits(power)) return false;
  }
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::string_view whole = mantissa.substr(0, point);
  if (point < mantissa.size() && !all_digits(mantissa.substr(point + 1))) return false;
  return all_digits(whole) && (whole.size() == 1 || whole.front() != '0');
}

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
      case Token::escape:
        feed_escape(piece[at++]);
        break;
      case Token::unicode:
        at = feed_unicode(piece, at);
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
  if (expect_ != Expect::nothing || token_ != Token::none) fail(0, "the answer stops");
}

/// One step outside of any token: punctuation, or the first byte of a token.
std::size_t JsonStream::feed_between(std::string_view piece, std::size_t at) {
  const char c = piece[at];
  if (is_space(c)) return at + 1;
  const bool value_fits = expect_ == Expect::value || expect_ == Expect::value_or_end;
  if (c == '"' && (value_fits || expect_ == Expect::key || expect_ == Expect::key_or_end)) {
    token_ = Token::string;
    partial_.clear();
  } else if ((c == '{' || c == '[') && value_fits) {
    open(c);
  } else if (c == '}' || c == ']') {
    if (open_.empty() || open_.back() != (c == '}' ? '{' : '[')) fail(at, "an unexpected bracket");
    if (expect_ == Expect::value || expect_ == Expect::key || expect_ == Expect::colon) {
      fail(at, "a bracket where a value is missing");
    }
    close(c);
  } else if (c == ':' && expect_ == Expect::colon) {
    expect_ = Expect::value;
  } else if (c == ',' && expect_ == Expect::comma_or_end) {
    expect_ = open_.back() == '{' ? Expect::key : Expect::value;
  } else if (value_fits && !ends_word(c)) {
    token_ = Token::word;
    partial_.clear();
    return at;
  } else {
    fail(at, "an unexpected character");
  }
  return at + 1;
}

std::size_t JsonStream::feed_string(std::string_view piece, std::size_t at) {
  const auto special = std::ranges::find_if(piece.substr(at), [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  });
  const auto length = static_cast<std::size_t>(special - piece.substr(at).begin());
  const std::string_view plain = piece.substr(at, length);
  if (high_surrogate_ && (length > 0 || (at < piece.size() && *special == '"')))
    append_code_point();
  const std::size_t end = at + length;
  if (end == piece.size()) {
    partial_ += plain;
    return end;
  }
  if (piece[end] == '"') {
    token_ = Token::none;
    // A string that lies in one piece without escapes is handed on where it lies.
    if (partial_.empty()) {
      end_string(plain);
    } else {
      partial_ += plain;
      end_string(partial_);
    }
  } else if (piece[end] == '\\') {
    partial_ += plain;
    token_ = Token::escape;
  } else {
    fail(end, "a control character inside a string");
  }
  return end + 1;
}

void JsonStream::feed_escape(char c) {
  token_ = Token::string;
  if (c == 'u') {
    token_ = Token::unicode;
    unicode_ = 0;
    unicode_digits_ = 0;
    return;
  }
  if (high_surrogate_) append_code_point();
  static constexpr std::string_view kEscapes = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t which = kEscapes.find(c);
  if (which == std::string_view::npos) fail(0, "an unknown escape");
  partial_ += kMeanings[which];
}

std::size_t JsonStream::feed_unicode(std::string_view piece, std::size_t at) {
  const int digit = hex_digit(piece[at]);
  if (digit < 0) fail(at, "an escape that is not \\uXXXX");
  unicode_ = unicode_ << 4 | static_cast<unsigned>(digit);
  if (++unicode_digits_ == 4) {
    token_ = Token::string;
    append_code_point();
  }
  return at + 1;
}

/// Adds the code point that `unicode_` completes: alone, as the second half of a pair, or as a
/// first half that waits. A half without its other half becomes U+FFFD, as in every browser's
/// decoder.
void JsonStream::append_code_point() {
  const bool arrived = unicode_digits_ == 4;
  const unsigned unit = std::exchange(unicode_, 0);
  unicode_digits_ = 0;
  const unsigned high = std::exchange(high_surrogate_, 0);
  const bool low = arrived && unit >= 0xDC00 && unit < 0xE000;
  if (high && low) {
    append_utf8(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00), partial_);
    return;
  }
  if (high) append_utf8(0xFFFD, partial_);
  if (!arrived) return;
  if (unit >= 0xD800 && unit < 0xDC00) {
    high_surrogate_ = unit;
  } else {
    append_utf8(low ? 0xFFFD : unit, partial_);
  }
}

std::size_t JsonStream::feed_word(std::string_view piece, std::size_t at) {
  const auto rest = piece.substr(at);
  const auto length =
      static_cast<std::size_t>(std::ranges::find_if(rest, ends_word) - rest.begin());
  if (partial_.size() + length > kLongestWord) fail(at, "a number without end");
  if (at + length == piece.size()) {
    partial_ += rest;
  } else if (partial_.empty()) {
    token_ = Token::none;
    end_word(rest.substr(0, length));
  } else {
    partial_ += rest.substr(0, length);
    token_ = Token::none;
    end_word(partial_);
  }
  return at + length;
}

void JsonStream::open(char bracket) {
  if (open_.size() == kDeepest) fail(0, "more than 256 levels");
  open_ += bracket;
  expect_ = bracket == '{' ? Expect::key_or_end : Expect::value_or_end;
  bracket == '{' ? events_.begin_object() : events_.begin_array();
}

void JsonStream::close(char bracket) {
  open_.pop_back();
  bracket == '}' ? events_.end_object() : events_.end_array();
  after_value();
}

void JsonStream::end_string(std::string_view text) {
  if (expect_ == Expect::key || expect_ == Expect::key_or_end) {
    expect_ = Expect::colon;
    events_.key(text);
  } else {
    events_.string(text);
    after_value();
  }
}

void JsonStream::end_word(std::string_view word) {
  token_ = Token::none;
  if (word == "null" || word == "true" || word == "false") {
    events_.literal(word);
  } else if (is_number(word)) {
    events_.number(word);
  } else {
    fail(0, "near '" + std::string(word.substr(0, 40)) + "'");
  }
  after_value();
}

void JsonStream::after_value() { expect_ = open_.empty() ? Expect::nothing : Expect::comma_or_end; }

void JsonStream::fail(std::size_t at, std::string_view what) const {
  throw Error(ErrorCode::bad_response,
              "not JSON after byte " + std::to_string(consumed_ + at) + ": " + std::string(what));
}

}  // namespace perihelion
