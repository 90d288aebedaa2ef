#include "json.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "perihelion/error.h"

namespace perihelion {
namespace {

TEST(Json, KeepsOrderSpellingAndIntegers) {
  const std::string text =
      R"({"z":1,"a":[true,null,-9007199254740991,0.1],"é\"":"a\\b","empty":{},"none":[]})";
  EXPECT_EQ(write_json(parse_json(text)), text);
}

TEST(Json, IntegersThatNoJavaScriptNumberHoldsBecomeText) {
  EXPECT_EQ(write_json(parse_json("[9007199254740993,18446744073709551615]")),
            R"(["9007199254740993","18446744073709551615"])");
  EXPECT_EQ(parse_json("9223372036854775807").as_integer(), INT64_MAX);
}

TEST(Json, NumbersThatJsonLacksBecomeCometsTexts) {
  const double infinity = std::numeric_limits<double>::infinity();
  const Value::Array values = {infinity, -infinity, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_EQ(write_json(values), R"(["Infinity","-Infinity","NaN"])");
}

TEST(Json, SaysWhereTextIsNotJson) {
  try {
    parse_json(R"({"a":1,})");
    FAIL() << "it is not JSON";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::bad_response);
    EXPECT_STREQ(error.what(), "not JSON at byte 7: a bracket where a value is missing, '}'");
  }
}

TEST(Json, TextsMayBeAsLongAsTheAnswer) {
  const std::string log(3'000'000, 'x');
  EXPECT_EQ(parse_json(R"({"output":")" + log + R"("})")["output"], Value(log));
  EXPECT_EQ(parse_json(R"([")" + log + R"(\n"])").as_array().at(0), Value(log + "\n"));
}

TEST(Json, BodiesAreWhatPythonWrites) {
  const Value::Object body{{"é", "\"\\\b\f\n\r\t\x01\x7f😀"},
                           {"numbers", Value::Array{1, 1.0, 1e-7, 1e16}}};
  EXPECT_EQ(write_body(body), R"({"\u00e9": "\"\\\b\f\n\r\t\u0001)"
                              "\x7f"
                              R"(\ud83d\ude00", )"
                              R"("numbers": [1, 1.0, 1e-07, 1e+16]})");
}

TEST(Json, InvalidUtf8IsReplacedAndNeverThrows) {
  EXPECT_EQ(write_json(Value(std::string("a\xff"))), "\"a\xEF\xBF\xBD\"");
}

TEST(Json, WritesTextsAsTheOracleDoes) {
  for (const std::string text :
       {"", "a\"b\\c/d", "\b\f\n\r\t\x01\x1f\x7f", "é€😀", "\xED\x9F\xBF\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(write_json(text), nlohmann::json(text).dump());
  }
}

TEST(Json, ReplacesEveryByteThatIsNotUtf8) {
  const std::string mark = "\uFFFD";
  for (const std::string text :
       {"\xC0\x80", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xF5"}) {
    std::string marks;
    for (std::size_t i = 0; i < text.size(); ++i) marks += mark;
    EXPECT_EQ(write_json("é" + text + "z"), "\"é" + marks + "z\"");
  }
}

TEST(Json, WritesNumbersSoThatTheyReadBackTheSame) {
  for (const double number : {0.0, -0.0, 1.0, 0.1, 1e21, 5e-324, 1.7976931348623157e308, -2.5e-7}) {
    const std::string text = write_json(number);
    EXPECT_EQ(text, nlohmann::json(number).dump());
    EXPECT_EQ(parse_json(text).as_number(), number);
  }
}

TEST(Value, WrongTypeIsBadResponse) {
  const Value value = parse_json(R"({"a":"text"})");
  EXPECT_TRUE(value["missing"]["deeper"].is_null());
  try {
    value["a"].as_integer();
    FAIL() << "a text is no integer";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::bad_response);
  }
}

}  // namespace
}  // namespace perihelion
