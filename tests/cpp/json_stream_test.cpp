#include "json_stream.h"

#include <gtest/gtest.h>

#include <bit>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "fast_number.h"
#include "number.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

/// Builds a value from a stream's events, to be compared with what nlohmann/json makes of the same
/// text.
class Collector : public JsonEvents {
 public:
  nlohmann::json root;

  void begin_object() override { push(nlohmann::json::object()); }
  void end_object() override { pop(); }
  void begin_array() override { push(nlohmann::json::array()); }
  void end_array() override { pop(); }
  void key(std::string_view name) override { keys_.back() = name; }
  void string(std::string_view text) override { add(std::string(text)); }
  void number(std::string_view text) override {
    const nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
    // The oracle refuses what is larger than every double.
    add(value.is_discarded() ? nlohmann::json(*parse_double(text)) : value);
  }
  void literal(std::string_view word) override { add(nlohmann::json::parse(word)); }

 private:
  void push(nlohmann::json container) {
    open_.push_back(std::move(container));
    keys_.emplace_back();
  }
  void pop() {
    nlohmann::json done = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    add(std::move(done));
  }
  void add(nlohmann::json value) {
    if (open_.empty()) {
      root = std::move(value);
    } else if (open_.back().is_object()) {
      open_.back()[keys_.back()] = std::move(value);
    } else {
      open_.back().push_back(std::move(value));
    }
  }

  std::vector<nlohmann::json> open_;
  std::vector<std::string> keys_;
};

nlohmann::json stream(std::string_view text, std::size_t piece) {
  Collector collector;
  JsonStream reader(collector);
  for (std::size_t at = 0; at < text.size(); at += piece) reader.feed(text.substr(at, piece));
  reader.finish();
  return collector.root;
}

const std::string kDocument =
    R"( {"plain":"text","escapes":"\"\\\/\b\f\n\r\t","unicode":"\u00e9\u20ac\ud83d\ude00",)"
    R"("raw":"é€😀","numbers":[0,-0,1,-12.5,1e3,1E-3,0.25e+10,9007199254740993],)"
    R"("words":[true,false,null],"":{},"nested":[[],[[{}]],{"a":{"b":[1]}}]} )";

TEST(JsonStream, AgreesWithTheOracleHoweverTheTextIsCut) {
  const nlohmann::json expected = nlohmann::json::parse(kDocument);
  for (std::size_t piece = 1; piece <= kDocument.size(); ++piece) {
    ASSERT_EQ(stream(kDocument, piece), expected) << "cut into pieces of " << piece;
  }
}

TEST(JsonStream, LoneSurrogatesBecomeReplacementCharacters) {
  const std::string text = R"(["\ud83d","\ude00","\ud83dx","\ud83d\n","\ud83d\ud83d\ude00"])";
  const nlohmann::json expected = {"\uFFFD", "\uFFFD", "\uFFFDx", "\uFFFD\n", "\uFFFD😀"};
  for (const std::size_t piece : {1, 3, 1000}) EXPECT_EQ(stream(text, piece), expected);
}

TEST(JsonStream, RefusesWhatTheOracleRefuses) {
  for (const std::string text : {"",
                                 " ",
                                 "[",
                                 "]",
                                 "[1,]",
                                 "{\"a\":1,}",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{1:2}",
                                 "[1 2]",
                                 "01",
                                 "1.",
                                 ".5",
                                 "+1",
                                 "1e",
                                 "--1",
                                 "tru",
                                 "nul",
                                 "[\"a]",
                                 "\"\\x\"",
                                 "\"\\u12g4\"",
                                 "\"\n\"",
                                 "{}{}",
                                 "[1}",
                                 "<!doctype html>",
                                 "{\"a\":1 \"b\":2}",
                                 "\"\\u12"}) {
    EXPECT_FALSE(nlohmann::json::accept(text)) << text;
    for (const std::size_t piece : {1, 1000}) {
      EXPECT_THROW(stream(text, piece), Error) << text << " in pieces of " << piece;
    }
  }
}

/// Random edits of a good document: both refuse, or both read the same.
TEST(JsonStream, AgreesWithTheOracleOnDamagedText) {
  std::mt19937 random(20261124);
  const std::string alphabet = "{}[]\",:\\0123e.-ntfu \x01é";
  for (int round = 0; round < 3000; ++round) {
    std::string text = kDocument;
    for (unsigned edits = 1 + random() % 3; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      if (random() % 2) {
        text.erase(at, 1 + random() % 4);
      } else {
        text[at] = alphabet[random() % alphabet.size()];
      }
    }
    const bool is_utf8 = [&] {
      try {
        nlohmann::json(text).dump();
        return true;
      } catch (const nlohmann::json::exception&) {
        return false;
      }
    }();
    if (!is_utf8) continue;
    nlohmann::json expected;
    try {
      expected = nlohmann::json::parse(text);
    } catch (const nlohmann::json::out_of_range&) {
      continue;  // a number beyond every double: the oracle refuses it, we round it to infinity
    } catch (const nlohmann::json::parse_error&) {
      expected = nlohmann::json(nlohmann::json::value_t::discarded);
    }
    if (expected.is_discarded()) {
      try {
        const nlohmann::json read = stream(text, 7);
        // The oracle refuses lone surrogates, which browsers replace.
        ASSERT_NE(text.find("\\u"), std::string::npos) << text << " was read as " << read;
      } catch (const Error& error) {
        ASSERT_EQ(error.code(), ErrorCode::bad_response);
      }
    } else {
      ASSERT_EQ(stream(text, 7), expected) << text;
    }
  }
}

TEST(JsonStream, DeepNestingIsRefusedNotSuffered) {
  EXPECT_THROW(stream(std::string(100000, '['), 1000), Error);
}

TEST(JsonStream, SaysWhereAndWhatIsNotJson) {
  for (const auto& [text, message] :
       {std::pair{R"({"a":[1,2 3]})", "not JSON at byte 10: an unexpected character, '3]}'"},
        std::pair{R"(["a\qb"])", "not JSON at byte 3: an unknown escape, '\\qb'"},
        std::pair{"[1,tru]", "not JSON at byte 3: no value, 'tru'"},
        std::pair{"[1", "not JSON at byte 2: the answer stops"}}) {
    try {
      stream(text, 1000);
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_STREQ(error.what(), message);
    }
  }
}

TEST(JsonStream, ATokenWithoutEndIsRefusedNotKept) {
  const std::string part(100'000, 'x');
  Collector collector;
  JsonStream text(collector);
  text.feed("[\"");
  EXPECT_THROW(for (int i = 0; i < 20; ++i) text.feed(part), Error);
  EXPECT_THROW(stream("[" + std::string(10'000, '1') + "]", 100), Error);
}

/// The fast way declines a number or reads the same.
TEST(Number, TheFastWayReadsTheSame) {
  std::mt19937_64 random(20261124);
  const auto digits = [&](int most) {
    std::string out;
    for (auto count = 1 + random() % static_cast<unsigned>(most); count > 0; --count) {
      out += static_cast<char>('0' + random() % 10);
    }
    return out;
  };
  int read = 0;
  int fractions = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string text = random() % 4 == 0 ? "-" : "";
    text += random() % 2 == 0 ? "0" : digits(22);
    if (random() % 4 != 0)
      text += '.' + (random() % 8 == 0 ? std::string(4, '0') : "") + digits(26);
    if (random() % 4 == 0) text += (random() % 2 ? "e-" : "E") + digits(random() % 8 ? 2 : 5);
    // Digits before it, which are no part of it.
    const std::string before(fast::kRoomBefore, '7');
    const std::string with_room = before + text + ',' + std::string(fast::kNumberRoom, ' ');
    const char* const begin = with_room.data() + before.size();
    if (text.size() > 1 && text[1] == '.') {
      double value = 0;
      const char* const behind =
          fast::read_fraction(begin + 2, static_cast<std::uint64_t>(text[0] - '0'), value);
      fractions += behind != nullptr;
      if (behind) {
        ASSERT_EQ(behind, begin + text.size()) << text;
        ASSERT_EQ(std::bit_cast<std::uint64_t>(value),
                  std::bit_cast<std::uint64_t>(*parse_double(text)))
            << text;
      }
    }
    fast::Number number;
    const char* const end = fast::read_value(begin, number);
    if (!end) continue;
    ++read;
    ASSERT_TRUE(is_json_number(text)) << text;
    ASSERT_EQ(end, begin + text.size()) << text;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(number.value),
              std::bit_cast<std::uint64_t>(*parse_double(text)))
        << text;
    if (number.is_integer) ASSERT_EQ(number.integer, parse_integer(text)) << text;
  }
  EXPECT_GT(read, 100'000);
  EXPECT_GT(fractions, 10'000);
}

TEST(Number, ParsesEverySpellingExactly) {
  EXPECT_EQ(parse_double("5e-324"), 5e-324);
  EXPECT_EQ(parse_double("8.63224093336612E-4"), 8.63224093336612e-4);
  EXPECT_TRUE(std::signbit(*parse_double("-0.0")));
  EXPECT_TRUE(std::isnan(*parse_double("NaN")));
  EXPECT_EQ(*parse_double("-Infinity"), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(parse_double("1e999"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(parse_double("+1"), 1);
  EXPECT_EQ(parse_double(".5"), 0.5);
  EXPECT_EQ(parse_double("5."), 5);
  EXPECT_EQ(parse_double("-inf"), -std::numeric_limits<double>::infinity());
  for (const char* text :
       {"0.1 ", "", ".", "-", "+", "e5", "1e", "1e+", "1.5.5", "0x10", "1n", "na"}) {
    EXPECT_EQ(parse_double(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_integer("9007199254740993"), 9007199254740993);
  EXPECT_EQ(parse_integer("99999999999999999999"), std::nullopt);
}

}  // namespace
}  // namespace perihelion
