#include "metric_decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "perihelion/error.h"

namespace perihelion {
namespace {

MetricSeries decode(std::string_view text, std::size_t piece = 1 << 20) {
  MetricDecoder decoder("loss");
  for (std::size_t at = 0; at < text.size(); at += piece) decoder.feed(text.substr(at, piece));
  return decoder.finish().at(0);
}

bool same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

double number_or_nan(const nlohmann::json& row, const char* name) {
  return row.contains(name) && row[name].is_number() ? row[name].get<double>() : std::nan("");
}

/// What the columns must be, read row by row with the oracle.
void expect_equal(const MetricSeries& series, const nlohmann::json& rows) {
  ASSERT_EQ(series.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const nlohmann::json& row = rows[i];
    ASSERT_TRUE(
        same(series.value[i], std::strtod(row["metricValue"].get<std::string>().c_str(), nullptr)))
        << row;
    ASSERT_TRUE(same(series.step[i], number_or_nan(row, "step"))) << row;
    ASSERT_TRUE(same(series.epoch[i], number_or_nan(row, "epoch"))) << row;
    ASSERT_TRUE(same(series.timestamp[i], number_or_nan(row, "timestamp"))) << row;
    ASSERT_EQ(series.offset[i], row.value("offset", std::int64_t{0})) << row;
    const bool has_context = row.contains("runContext") && row["runContext"].is_string();
    ASSERT_EQ(series.contexts[series.context[i]],
              has_context ? row["runContext"].get<std::string>() : "");
  }
}

nlohmann::json random_rows(std::mt19937_64& random, std::size_t count) {
  nlohmann::json rows = nlohmann::json::array();
  for (std::size_t i = 0; i < count; ++i) {
    char value[40];
    double number = std::bit_cast<double>(random());
    if (std::isnan(number)) number = 0;
    std::snprintf(value, sizeof(value), "%.17g", number);
    nlohmann::json row = {{"metricValue", value}, {"metricName", "loss"}};
    if (random() % 4) row["step"] = random() % 1000;
    row["epoch"] = random() % 3 ? nlohmann::json(random() % 10) : nlohmann::json();
    if (random() % 8) row["timestamp"] = 1700000000000 + random() % 100000;
    if (random() % 2) row["runContext"] = random() % 2 ? "train" : "validate é";
    row["offset"] = static_cast<std::int64_t>(random());
    if (random() % 16 == 0) row["unknown"] = {{"deep", {1, {{"metricValue", "no"}}}}};
    rows.push_back(row);
  }
  return rows;
}

/// Rows as programs log them: counters that get longer, texts that stay, and now and then a change.
nlohmann::ordered_json regular_rows(std::mt19937_64& random, std::size_t count) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  std::size_t step = 0;
  bool has_epoch = true;
  std::string context = "train";
  for (std::size_t i = 0; i < count; ++i) {
    step += random() % 64 == 0 ? random() % 1'000'000'000'000'000 : 1;
    if (random() % 32 == 0) has_epoch = !has_epoch;
    if (random() % 32 == 0) context = random() % 2 ? "train" : "validate";
    if (random() % 128 == 0) step = random() % 12;
    const double value = random() % 2 ? static_cast<double>(random() % 1000) / 8
                                      : static_cast<double>(random() >> 11) * 0x1p-53;
    nlohmann::ordered_json row;
    row["metricName"] = "loss";
    row["metricValue"] = nlohmann::json(value).dump();
    row["timestamp"] = 1'700'000'000'000 + 37 * step % 1'000'000;
    row["step"] = step;
    if (has_epoch) row["epoch"] = step / 50;
    row["runContext"] = context;
    row["unknown"] = random() % 64;
    row["offset"] = step + 1;
    rows.push_back(std::move(row));
  }
  return rows;
}

TEST(MetricDecoder, AgreesWithTheOracleOnRegularRows) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 60; ++round) {
    const nlohmann::ordered_json answer = {{"metrics", regular_rows(random, 400)}};
    const std::string text = answer.dump();
    const nlohmann::json rows = nlohmann::json::parse(text)["metrics"];
    expect_equal(decode(text), rows);
    expect_equal(decode(text, 300 + random() % 5000), rows);
  }
}

TEST(MetricDecoder, AgreesWithTheOracleOnRandomRows) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 30; ++round) {
    const nlohmann::json rows = random_rows(random, 50);
    const std::string text = nlohmann::json{{"metrics", rows}}.dump();
    for (const std::size_t piece : {std::size_t{1}, std::size_t{13}, text.size()}) {
      SCOPED_TRACE(piece);
      expect_equal(decode(text, piece), rows);
    }
  }
}

TEST(MetricDecoder, EveryCutOfAnAnswerGivesTheSame) {
  std::mt19937_64 random(8);
  const nlohmann::json rows = random_rows(random, 3);
  const std::string text = nlohmann::json{{"before", {1, 2}}, {"metrics", rows}}.dump();
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    MetricDecoder decoder("loss");
    decoder.feed(std::string_view(text).substr(0, cut));
    decoder.feed(std::string_view(text).substr(cut));
    expect_equal(decoder.finish().at(0), rows);
  }
}

TEST(MetricDecoder, NonFiniteValuesAsTextOrNumber) {
  const MetricSeries series = decode(
      R"({"metrics":[{"metricValue":"NaN"},{"metricValue":"Infinity"},{"metricValue":-Infinity},)"
      R"({"metricValue":-0.0},{"metricValue":5e-324},{"metricValue":null},{}]})");
  ASSERT_EQ(series.size(), 7);
  EXPECT_TRUE(std::isnan(series.value[0]));
  EXPECT_EQ(series.value[1], std::numeric_limits<double>::infinity());
  EXPECT_EQ(series.value[2], -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(same(series.value[3], -0.0));
  EXPECT_EQ(series.value[4], 5e-324);
  EXPECT_TRUE(std::isnan(series.value[5]));
  EXPECT_TRUE(std::isnan(series.value[6]));
  EXPECT_TRUE(std::isnan(series.step[6]));
}

TEST(MetricDecoder, KeepsStepsThatNoDoubleHolds) {
  const MetricSeries series = decode(
      R"({"metrics":[{"metricValue":1,"step":9007199254740993},{"metricValue":2,"step":7}]})");
  ASSERT_EQ(series.large_steps.size(), 1);
  EXPECT_EQ(series.large_steps[0], (std::pair<std::size_t, std::int64_t>{0, 9007199254740993}));
}

std::vector<MetricSeries> decode_all(std::string_view text, std::size_t piece) {
  MetricDecoder decoder;
  for (std::size_t at = 0; at < text.size(); at += piece) decoder.feed(text.substr(at, piece));
  return decoder.finish();
}

bool same(const Column<double>& a, const Column<double>& b) {
  return std::ranges::equal(a.to_vector(), b.to_vector(),
                            [](double x, double y) { return same(x, y); });
}

void expect_equal(const MetricSeries& a, const MetricSeries& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_TRUE(same(a.value, b.value) && same(a.step, b.step) && same(a.epoch, b.epoch) &&
              same(a.timestamp, b.timestamp));
  EXPECT_EQ(a.offset, b.offset);
  EXPECT_EQ(a.context, b.context);
  EXPECT_EQ(a.contexts, b.contexts);
  EXPECT_EQ(a.large_steps, b.large_steps);
}

/// Rows that are laid out alike are read in runs; byte by byte none is.
TEST(MetricDecoder, RunsOfAlikePointsReadAsByteByByte) {
  const std::vector<std::vector<std::string>> kinds = {
      {R"({"metricName":"loss","metricValue":"0.$","step":$,"offset":$})"},
      {R"({ "offset" : -$ , "metricValue" : 1.5e-$, "other" : "$" } )"},
      {R"({"metricName":"a","metricValue":"$"})",
       R"({"metricName":"b\u00e9","step":$,"metricValue":"NaN"})", R"({"metricName":null})",
       R"({"metricName":"a name that is longer than the sixty-four bytes that are expected to come again $","runContext":"t"})"},
      {R"({"step":$,"runContext":"x\ty","extra":true})", R"({"step":null,"runContext":"$"})",
       R"({"step":9007199254740993,"extra":{"deep":[$]}})", R"({"epoch":$,"epoch":null})"}};
  for (const auto& kind : kinds) {
    std::string rows;
    for (int i = 0; i < 200; ++i) {
      std::string row = kind[static_cast<std::size_t>(i) % kind.size()];
      for (auto at = row.find('$'); at != std::string::npos; at = row.find('$')) {
        row.replace(at, 1, std::to_string(1 + i * i));
      }
      rows += (i == 0 ? "" : ",") + row;
    }
    const std::string text = R"({"metrics":[)" + rows + "]}";
    SCOPED_TRACE(text.substr(0, 80));
    const auto expected = decode_all(text, 1);
    for (const std::size_t piece : {std::size_t{300}, std::size_t{5000}, text.size()}) {
      const auto series = decode_all(text, piece);
      ASSERT_EQ(series.size(), expected.size());
      for (std::size_t i = 0; i < series.size(); ++i) expect_equal(series[i], expected[i]);
    }
  }
}

TEST(MetricDecoder, NothingIsAnEmptySeries) {
  EXPECT_EQ(decode("{}").size(), 0);
  EXPECT_EQ(decode(R"({"metrics":[]})").size(), 0);
  EXPECT_EQ(decode(R"({"metrics":null})").size(), 0);
  EXPECT_EQ(decode("null").size(), 0);
}

TEST(MetricDecoder, AnotherAnswerIsNotNothing) {
  for (const std::string text :
       {R"({"msg":"no such metric"})", R"([{"metricValue":1}])", "5", "true", R"("text")",
        R"({"metrics":5})", R"({"metrics":{"a":[]}})", R"({"metrics":false})"}) {
    try {
      decode(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::bad_response) << text;
      EXPECT_NE(std::string(error.what()).find("'metrics' is not there"), std::string::npos)
          << error.what();
    }
  }
}

TEST(MetricDecoder, OfTwoNamesOfAPointTheLastOneCounts) {
  const std::string text = R"({"metrics":[{"metricName":"a","step":1},)"
                           R"({"metricName":"ghost","metricName":"a","step":2}]})";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    const auto series = decode_all(text + std::string(256, ' '), piece);
    ASSERT_EQ(series.size(), 1) << piece;
    EXPECT_EQ(series[0].name, "a");
    EXPECT_EQ(series[0].size(), 2);
  }
}

TEST(MetricDecoder, CountsWhatIsBesideThePoints) {
  const auto bytes_of = [](const std::string& rows) {
    MetricDecoder decoder;
    decoder.feed(R"({"metrics":[{"step":1})" + rows);
    return decoder.bytes();
  };
  const std::string long_text(10'000, 'n');
  const std::size_t of_one = bytes_of("");
  EXPECT_GE(bytes_of(R"(,{"metricName":"b"})"), of_one + 1000) << "each series has columns";
  EXPECT_GE(bytes_of(R"(,{"metricName":")" + long_text + "\"}"), of_one + long_text.size());
  EXPECT_GE(bytes_of(R"(,{"runContext":")" + long_text + "\"}"), of_one + long_text.size());
}

TEST(MetricDecoder, AMessageHasNothingThatATerminalObeys) {
  try {
    decode(R"({"metrics":[{"metricValue":"a\u0000\u001b[2J\u007fb"}]})");
    FAIL() << "it is no number";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("'a  [2J b'"), std::string::npos) << error.what();
  }
}

TEST(MetricDecoder, SaysWhichPointIsNoNumber) {
  try {
    decode(R"({"metrics":[{"metricValue":"1"},{"metricValue":"one"}]})");
    FAIL() << "it is no number";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::bad_response);
    EXPECT_STREQ(error.what(),
                 "point 1 of metric 'loss' has 'one' where a number was expected, at byte 47");
  }
}

TEST(MetricDecoder, AnAnswerThatStopsEarlyIsAnError) {
  EXPECT_THROW(decode(R"({"metrics":[{"metricValue":"1"})"), Error);
}

}  // namespace
}  // namespace perihelion
