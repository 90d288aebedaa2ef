#include "perihelion/query.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "perihelion/error.h"

namespace perihelion {
namespace {

using namespace std::chrono_literals;

std::string refusal(auto make) {
  try {
    make();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  return "no refusal";
}

std::string parse_error(std::string_view text) {
  return refusal([&] { Predicate::parse(text); });
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string canonical(std::string_view text) { return Predicate::parse(text).to_string(); }

TEST(QueryTest, OperatorsBuildTheTextTheyStandFor) {
  const Metric loss("loss");
  EXPECT_EQ((loss == 1).to_string(), R"(Metric("loss") == 1)");
  EXPECT_EQ((loss != 0.5).to_string(), R"(Metric("loss") != 0.5)");
  EXPECT_EQ((loss < 1U).to_string(), R"(Metric("loss") < 1)");
  EXPECT_EQ((loss <= 1.0F).to_string(), R"(Metric("loss") <= 1.0)");
  EXPECT_EQ((loss > -1).to_string(), R"(Metric("loss") > -1)");
  EXPECT_EQ((0.5 < loss).to_string(), R"(Metric("loss") > 0.5)");
  EXPECT_EQ((1 >= loss).to_string(), R"(Metric("loss") <= 1)");
  EXPECT_EQ(loss.between(1, 2.5).to_string(), R"(Metric("loss").between(1, 2.5))");
  EXPECT_EQ((Parameter("opt") == "adam").to_string(), R"(Parameter("opt") == "adam")");
  EXPECT_EQ((Parameter("opt") == std::string("x")).to_string(), R"(Parameter("opt") == "x")");
  EXPECT_EQ((Parameter("flag") == true).to_string(), R"(Parameter("flag") == True)");
  EXPECT_EQ((Other("Name") != nullptr).to_string(), R"(Other("Name") != None)");
  EXPECT_EQ(Other("Name").contains("a").to_string(), R"(Other("Name").contains("a"))");
  EXPECT_EQ(Other("Name").startswith("a").to_string(), R"(Other("Name").startswith("a"))");
  EXPECT_EQ(Environment("os").endswith("x").to_string(), R"(Environment("os").endswith("x"))");
}

TEST(QueryTest, TimesAreUtcAndDurationsAreSeconds) {
  const Metadata start("start_server_timestamp");
  const auto day = std::chrono::sys_days(std::chrono::year(2026) / 9 / 24);
  EXPECT_EQ((start < day + 5h).to_string(),
            R"(Metadata("start_server_timestamp") < datetime(2026, 9, 24, 5, 0))");
  EXPECT_EQ((start < day + 5h + 6s + 7us).to_string(),
            R"(Metadata("start_server_timestamp") < datetime(2026, 9, 24, 5, 0, 6, 7))");
  EXPECT_EQ((Metadata("duration") > 2min).to_string(), R"(Metadata("duration") > 120)");
  EXPECT_EQ((Metadata("duration") > 1500ms).to_string(), R"(Metadata("duration") > 1.5)");
}

TEST(QueryTest, ConditionsCombineAndStayFlat) {
  const auto a = Metric("a") < 1;
  const auto b = Metric("b") < 2;
  const Tag best("best");
  EXPECT_EQ((a & b & best).to_string(), R"((Metric("a") < 1) & (Metric("b") < 2) & Tag("best"))");
  EXPECT_TRUE((a & (b & best)).same_as((a && b) && best));
  EXPECT_TRUE((a | (b | best)).same_as((a || b) || best));
  EXPECT_EQ((~a | !best).to_string(), R"(~(Metric("a") < 1) | ~Tag("best"))");
  EXPECT_EQ(((a | b) & ~~best).to_string(),
            R"(((Metric("a") < 1) | (Metric("b") < 2)) & ~~Tag("best"))");
  EXPECT_FALSE(a.same_as(b));
  EXPECT_FALSE((a & b).same_as(b & a));
}

template <class T, class U>
concept Comparable = requires(T a, U b) { a == b; };
template <class T, class U>
concept Ordered = requires(T a, U b) { a < b; };
template <class T, class U>
concept Joined = requires(T a, U b) { a & b; };
template <class T>
concept Negated = requires(T a) { ~a; };
template <class T, class... Args>
concept HasBetween = requires(T a, Args... args) { a.between(args...); };
template <class T, class Arg>
concept HasContains = requires(T a, Arg arg) { a.contains(arg); };

TEST(QueryTest, WhatMakesNoSenseDoesNotCompile) {
  static_assert(Comparable<Metric, int> && Comparable<const char*, Metric>);
  static_assert(Comparable<Metric, std::nullptr_t> && !Ordered<Metric, std::nullptr_t>);
  static_assert(!Comparable<Metric, Metric> && !Ordered<Metric, Metric>);
  static_assert(!Comparable<Metric, int*> && !Comparable<Metric, std::vector<int>>);
  static_assert(!Comparable<Metric, char>);
  static_assert(!Comparable<Predicate, bool> && !Comparable<Predicate, Predicate>);
  static_assert(!Ordered<Predicate, int>);
  static_assert(!Comparable<Tag, const char*> && !Ordered<Tag, int>);
  static_assert(Joined<Predicate, Tag> && Joined<Tag, Tag>);
  static_assert(!Joined<Metric, Metric> && !Joined<Predicate, Metric> && !Joined<Tag, bool>);
  static_assert(Negated<Tag> && Negated<Predicate> && !Negated<Metric>);
  static_assert(HasBetween<Metric, int, double> && !HasBetween<Metric, const char*, const char*>);
  static_assert(!HasBetween<Metric, bool, bool> && !HasBetween<Metric, int>);
  static_assert(HasContains<Other, const char*> && !HasContains<Other, int>);
  static_assert(!HasContains<Tag, const char*>);
  static_assert(!std::convertible_to<Predicate, bool>);
}

TEST(QueryTest, TheRestIsRefusedByName) {
  EXPECT_EQ(refusal([] { Metric(""); }), "Metric needs a name");
  EXPECT_EQ(refusal([] { Tag(""); }), "Tag needs a name");
  EXPECT_NE(refusal([] {
              return Metric("a") < std::numeric_limits<double>::infinity();
            }).find(R"(Metric("a") is compared with a number that is not finite)"),
            std::string::npos);
  EXPECT_NE(refusal([] {
              return Metric("a") == std::numeric_limits<std::uint64_t>::max();
            }).find("18446744073709551615 is beyond 64 bits"),
            std::string::npos);
  EXPECT_NE(refusal([] {
              return Metadata("start") < std::chrono::sys_days(std::chrono::year(12026) / 1 / 1);
            }).find("years 1 to 9999"),
            std::string::npos);
}

TEST(QueryTest, ReadsPython) {
  EXPECT_EQ(canonical("Metric('loss')<.1"), R"(Metric("loss") < 0.1)");
  EXPECT_EQ(canonical("0.5 < Metric(\"a\")"), R"(Metric("a") > 0.5)");
  EXPECT_EQ(canonical("Metadata('duration') > (2 * 60)"), R"(Metadata("duration") > 120)");
  EXPECT_EQ(canonical("Metadata('duration') > 2 * 60 + 6 / 4 - -1"),
            R"(Metadata("duration") > 122.5)");
  EXPECT_EQ(canonical("Metric('a') == 1e-7"), R"(Metric("a") == 1e-07)");
  EXPECT_EQ(canonical("Metric('a') == 1e16"), R"(Metric("a") == 1e+16)");
  EXPECT_EQ(canonical("Metric('a') == 123456789012345680.0"),
            R"(Metric("a") == 1.2345678901234568e+17)");
  EXPECT_EQ(canonical("Metric('a') == -0.0001"), R"(Metric("a") == -0.0001)");
  EXPECT_EQ(canonical("Metric('a') == -0.0"), R"(Metric("a") == -0.0)");
  EXPECT_EQ(canonical("Metric('a') == 9223372036854775807"),
            R"(Metric("a") == 9223372036854775807)");
  EXPECT_EQ(canonical(R"(Tag('it\'s "\u00e9\U0001F600\x41\n"'))"), "Tag(\"it's \\\"é😀A\\n\\\"\")");
  EXPECT_EQ(canonical("((Metric('a') == None))"), R"(Metric("a") == None)");
  EXPECT_EQ(canonical("Metric('a').between(-1, 2) & ~ Tag('x') | Tag('y')"),
            R"((Metric("a").between(-1, 2) & ~Tag("x")) | Tag("y"))");
  EXPECT_EQ(canonical("Metadata('s') >= datetime(2026,9,24,5,6,7,8)"),
            R"(Metadata("s") >= datetime(2026, 9, 24, 5, 6, 7, 8))");
}

TEST(QueryTest, TheLeastIntegerIsPrintedSoThatItIsReadBack) {
  const Predicate least = Metric("a") == std::numeric_limits<std::int64_t>::min();
  EXPECT_TRUE(Predicate::parse(least.to_string()).same_as(least));
}

TEST(QueryTest, ErrorsPointAtTheColumnAndSayWhatWouldBeRight) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"",
       "column 1: expected a variable such as Metric(\"loss\"), or a value, but here the query"},
      {"Metric('é') < 1 & Tag('b')", "column 15: a value alone is no condition"},
      {"Metric('a') < 1 & Tag('b')", "parentheses beside & | ~: (Metric(\"loss\") < 1)"},
      {"Tag('b') & Metric('a') < 1", "column 12: Metric(\"a\") must use an operator"},
      {"Metric('a')", "column 1: Metric(\"a\") must use an operator"},
      {"~Metric('a')", "column 2: Metric(\"a\") must use an operator"},
      {"Metric('a') = 1", "column 13: write == to compare"},
      {"Metric('a') < 1 < 2", "column 17: comparisons don't chain"},
      {"1 < 2", "column 5: a comparison has a variable on one side"},
      {"Metric('a') < Metric('b')", "column 15: a comparison has a variable on one side"},
      {"(Metric('a') < 1) == True", "column 1: a condition is not compared"},
      {"(Metric('a') < 1) and Tag('b')", "column 19: for and write &"},
      {"not Tag('b')", "column 1: for not write ~"},
      {"Tag('a') && Tag('b')", "column 10: write &, once"},
      {"!Tag('a')", "column 1: write ~ for not"},
      {"Metrik('a') < 1", "column 1: there is no 'Metrik'"},
      {"Metric(loss) < 1", "column 8: Metric takes a name in quotes"},
      {"Metric('a') < 'b", "column 15: this text has no closing quote"},
      {"Metric('a') < 1.2.3", "column 15: '1.2.3' is no number"},
      {"Metric('a') < 1e999", "column 15: 1e999 is too large"},
      {"Metric('a') < 9223372036854775808", "column 15: the integer 9223372036854775808 is beyond"},
      {"Metric('a') < 9223372036854775807 + 1", "column 15: the result is beyond 64 bits"},
      {"Metric('a') < 1 / 0", "column 15: the result is no finite number"},
      {"Metric('a') < '1' * 2", "column 15: expected a number"},
      {"Metric('a').between(1)", "column 22: expected ,"},
      {"Metric('a').between('x', 'y')", "takes two numbers"},
      {"Metric('a').contains(1)", "text only"},
      {"Metric('a').upper()", "column 13: a variable has .between"},
      {"Metadata('s') < datetime(2026, 2, 30)", "column 17: there is no such date"},
      {"Metadata('s') < datetime(2026, 13, 1)", "column 32: there is no such date or time"},
      {"Metadata('s') < datetime(2026)", "column 17: there is no such date"},
      {"Tag('a') Tag('b')",
       "column 10: expected &, | or the end of the query, but here there is 'Tag'"},
      {"Tag('a'", "column 8: expected ), but here the query ends"},
      {R"(Tag('\q'))", "column 6: after a backslash"},
      {R"(Tag('\ud800'))", "column 6: this escape names no character"},
      {"Tag('a') § Tag('b')", "column 10: a query has no '§'"},
      {std::string(60, '(') + "Tag('a')", "nested too deep"},
      {std::string(60, '~') + "Tag('a')", "nested too deep"},
      {repeated("Metric('a').contains(", 60), "nested too deep"},
      {"Metric('a') < " + repeated("datetime(", 60), "nested too deep"},
      {std::string(30'000, ' '), "longer than 20000 bytes"},
  };
  for (const auto& [text, message] : wrong) {
    EXPECT_NE(parse_error(text).find(message), std::string::npos)
        << text << "\n  " << parse_error(text);
  }
}

/// Random conditions, the same ones in every run.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Predicate condition(int depth) {
    switch (depth == 0 ? 0 : below(4)) {
      case 1:
        return ~condition(depth - 1);
      case 2:
        return condition(depth - 1) & condition(depth - 1);
      case 3:
        return condition(depth - 1) | condition(depth - 1);
      default:
        return term();
    }
  }

 private:
  int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  std::string text() {
    static const std::vector<std::string> kTexts{"", "a", "lr|x", "\"q\" \\ 'x'", "é😀\n\t\x01",
                                                 "#"};
    return kTexts[static_cast<std::size_t>(below(6))];
  }

  QueryValue number() {
    if (below(2) == 0) return static_cast<std::int64_t>(random_());
    double value = 0;
    do {
      const std::uint64_t bits = random_();
      std::memcpy(&value, &bits, sizeof value);
    } while (!std::isfinite(value));
    return value;
  }

  QueryValue value() {
    switch (below(6)) {
      case 0:
        return nullptr;
      case 1:
        return below(2) == 0;
      case 2:
        return text();
      case 3:
        return QueryTime(std::chrono::microseconds(std::uniform_int_distribution<std::int64_t>(
            -62135596800000000, 253402300799999999)(random_)));
      default:
        return number();
    }
  }

  Predicate term() {
    if (below(5) == 0) return Tag("t" + text());
    const QueryVariable variable(static_cast<QuerySource>(below(5)), "v" + text());
    const auto op = static_cast<QueryOperator>(below(10));
    if (op == QueryOperator::between) return variable.term(op, number(), number());
    if (op > QueryOperator::between) return variable.term(op, text());
    return variable.term(op, value());
  }

  std::mt19937_64 random_;
};

TEST(QueryTest, WhatIsPrintedReadsBackTheSame) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const Predicate predicate = Generator(seed).condition(4);
    const std::string text = predicate.to_string();
    const Predicate again = Predicate::parse(text);
    ASSERT_TRUE(again.same_as(predicate)) << "seed " << seed << ": " << text;
    ASSERT_EQ(again.to_string(), text);
  }
}

}  // namespace
}  // namespace perihelion
