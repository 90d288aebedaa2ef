#include <gtest/gtest.h>

#include <chrono>

#include "perihelion/error.h"
#include "perihelion/native.h"

namespace perihelion {
namespace {

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  return "no error came";
}

TEST(PatternTest, MatchesFromTheStartAndNeedNotReachTheEnd) {
  const auto picks = matching("train|dev");
  EXPECT_TRUE(picks("train-2"));
  EXPECT_TRUE(picks("dev"));
  EXPECT_FALSE(picks("retrain"));
  EXPECT_FALSE(picks("a\ntrain"));
  EXPECT_FALSE(picks("TRAIN"));
  EXPECT_TRUE(matching("(?i)train$")("TRAIN"));
  EXPECT_TRUE(matching("")("anything"));
  EXPECT_FALSE(matching(".+")(""));
}

TEST(PatternTest, CountsCharactersNotBytes) {
  EXPECT_TRUE(matching("^.{3}$")("αβγ"));
  EXPECT_TRUE(matching("[α-ω]+é")("λé"));
}

TEST(PatternTest, RefusesWhatIsNoPattern) {
  EXPECT_NE(refusal([] { matching("ab(c"); }).find("byte 4"), std::string::npos);
  EXPECT_NE(refusal([] { matching("a**[z-a]"); }).find("byte"), std::string::npos);
  EXPECT_NE(refusal([] { matching("\xff"); }).find("UTF-8"), std::string::npos);
}

TEST(PatternTest, RefusesATextThatIsNotUtf8) {
  EXPECT_NE(refusal([] { matching("a")("\xff"); }).find("UTF-8"), std::string::npos);
}

TEST(PatternTest, APatternThatExplodesEndsAsAnError) {
  const auto started = std::chrono::steady_clock::now();
  const auto evil = matching("(a+)+$");
  EXPECT_NE(refusal([&] { evil(std::string(40, 'a') + "b"); }).find("limit"), std::string::npos);
  EXPECT_NE(refusal([] { matching("(?:a|(?R))*b")(std::string(1'000'000, 'a')); }),
            "no error came");
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
  EXPECT_TRUE(evil("aaa")) << "it still works after that";
}

}  // namespace
}  // namespace perihelion
