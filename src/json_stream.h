#pragma once

#include <cstddef>
#include <string>
#include <string_view>

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

  /// The chance to read items of an array faster than event by event. In the piece there is a comma
  /// at `at`, after an item. Returns how many bytes from there were read: whole items, each with
  /// the comma before it, in correct JSON; the stream goes on behind them.
  virtual std::size_t items(std::string_view /*piece*/, std::size_t /*at*/) { return 0; }
};

/// Reads JSON in pieces that may be cut anywhere, also inside a number, an escape or a character,
/// and holds no more than the one token that is under way. Throws `bad_response` with the byte
/// offset of what is not JSON, and what stands there.
class JsonStream {
 public:
  /// A text of a streamed answer may have a megabyte.
  static constexpr std::size_t kLongestString = 1024 * 1024;

  explicit JsonStream(JsonEvents& events, std::size_t longest_string = kLongestString)
      : events_(events), longest_string_(longest_string) {}

  void feed(std::string_view piece);

  /// To be called after the last piece: an answer that stops early is an error too.
  void finish();

  /// Where the string, number or literal of the present event begins: its byte offset in the text.
  std::size_t token_start() const { return token_start_; }

 private:
  enum class Expect { value, value_or_end, key, key_or_end, colon, comma_or_end, nothing };
  enum class Token { none, string, word };

  std::size_t feed_between(std::string_view piece, std::size_t at);
  std::size_t feed_comma(std::string_view piece, std::size_t at);
  std::size_t feed_string(std::string_view piece, std::size_t at);
  std::size_t feed_word(std::string_view piece, std::size_t at);

  void begin(Token token, std::size_t at);
  void open(char bracket, std::size_t at);
  void close(char bracket, std::size_t at);
  std::string_view whole_token(std::string_view last_part);
  void end_string(std::string_view inside);
  void end_word(std::string_view word);
  void after_value();
  [[noreturn]] void fail(std::string_view piece, std::size_t at, std::string_view what) const;

  JsonEvents& events_;
  std::size_t longest_string_;
  std::string open_;  ///< the brackets that are open, as text
  Expect expect_ = Expect::value;
  Token token_ = Token::none;
  std::string partial_;          ///< the token under way, as far as it came in earlier pieces
  bool has_escapes_ = false;     ///< the string under way has some
  bool in_escape_ = false;       ///< the last byte of the last piece was a backslash
  std::string text_;             ///< what the last string with escapes meant
  std::size_t consumed_ = 0;     ///< bytes of earlier pieces
  std::size_t token_start_ = 0;  ///< offset of the last token's first byte
};

}  // namespace perihelion
