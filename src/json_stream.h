#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace perihelion {

/// What a JsonStream found. Texts are valid only during the call.
class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  virtual void begin_object() = 0;
  virtual void end_object() = 0;
  virtual void begin_array() = 0;
  virtual void end_array() = 0;
  virtual void key(std::string_view name) = 0;
  virtual void string(std::string_view text) = 0;
  virtual void number(std::string_view text) = 0;   ///< also NaN, Infinity and -Infinity
  virtual void literal(std::string_view word) = 0;  ///< true, false or null
};

/// Reads JSON in pieces that may be cut anywhere, also inside a number, an escape or a character,
/// and holds no more than the one token that is under way. Throws `bad_response` with the byte
/// offset of what is not JSON.
class JsonStream {
 public:
  explicit JsonStream(JsonEvents& events) : events_(events) {}

  void feed(std::string_view piece);

  /// To be called after the last piece: an answer that stops early is an error too.
  void finish();

 private:
  enum class Expect { value, value_or_end, key, key_or_end, colon, comma_or_end, nothing };
  enum class Token { none, string, escape, unicode, word };

  std::size_t feed_between(std::string_view piece, std::size_t at);
  std::size_t feed_string(std::string_view piece, std::size_t at);
  std::size_t feed_unicode(std::string_view piece, std::size_t at);
  std::size_t feed_word(std::string_view piece, std::size_t at);
  void feed_escape(char c);

  void open(char bracket);
  void close(char bracket);
  void end_string(std::string_view text);
  void end_word(std::string_view word);
  void after_value();
  void append_code_point();
  [[noreturn]] void fail(std::size_t at, std::string_view what) const;

  JsonEvents& events_;
  std::string open_;  ///< the brackets that are open, as text
  Expect expect_ = Expect::value;
  Token token_ = Token::none;
  std::string partial_;       ///< the token under way, as far as it came
  std::size_t consumed_ = 0;  ///< bytes of earlier pieces
  unsigned unicode_ = 0;      ///< the digits of \uXXXX so far
  int unicode_digits_ = 0;
  unsigned high_surrogate_ = 0;
};

}  // namespace perihelion
