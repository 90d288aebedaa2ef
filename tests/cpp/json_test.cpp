#include "json.h"

#include <gtest/gtest.h>

#include <limits>

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
