#include "chart_decoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <string>

#include "json.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

std::vector<ChartExperiment> decode(std::string_view text, std::size_t piece = 1 << 20) {
  ChartDecoder decoder;
  for (std::size_t at = 0; at < text.size(); at += piece) decoder.feed(text.substr(at, piece));
  return decoder.finish();
}

using Numbers = Column<double>;

const std::string kAnswer =
    R"({"empty":false,"other":[{"metrics":[{"values":[9]}]}],"experiments":{)"
    R"("k1":{"experimentKey":"k1","experimentName":"über/one","empty":false,"steps":[0,1],"epochs":null,)"
    R"("metrics":[{"metricName":"loss","values":[1.5,-0.25e1],"steps":[0,1],"epochs":null,)"
    R"("timestamps":[1700000000000,1700000000001],"durations":[0,1],"extra":[[1]]},)"
    R"({"values":["0.5",null,"NaN"],"metricName":"acc"}],"params":{"lr":"0.1","n":3,"deep":{"a":[1,null,true]}}},)"
    R"("k2":{"experimentName":null,"empty":true,"metrics":[],"params":null}}})";

TEST(ChartDecoder, ReadsWholeNumbersOfOneLengthAndWhatFollowsThem) {
  for (const char* comma : {",", ", "}) {
    std::string list;
    std::vector<double> expected;
    const auto add = [&](const std::string& text) {
      list += (list.empty() ? "" : comma) + text;
      expected.push_back(std::stod(text));
    };
    for (int i = 0; i < 20'000; i += i < 2000 ? 1 : 7) add(std::to_string(i));
    // As long as the numbers before them, up to where they go on.
    for (const char* text : {"12345.5", "12346", "12347e1", "12348", "-1234", "123456", "0.5"}) {
      for (int i = 0; i < 15; ++i) add(std::to_string(54'321 + i));
      add(text);
    }
    const std::string text =
        R"({"experiments":{"k":{"metrics":[{"metricName":"m","values":[)" + list + "]}]}}}";
    for (const std::size_t piece : {std::size_t{1} << 20, std::size_t{1000}, std::size_t{7}}) {
      const auto experiments = decode(text, piece);
      EXPECT_EQ(experiments.at(0).metrics.at(0).values, Numbers(std::span<const double>(expected)));
    }
  }
}

TEST(ChartDecoder, ReadsEveryColumnHoweverTheAnswerIsCut) {
  for (std::size_t piece = 1; piece < 60; ++piece) {
    SCOPED_TRACE(piece);
    const auto experiments = decode(kAnswer, piece);
    ASSERT_EQ(experiments.size(), 2);
    const ChartExperiment& first = experiments[0];
    EXPECT_EQ(first.experiment_key, "k1");
    EXPECT_EQ(first.experiment_name, "über/one");
    EXPECT_FALSE(first.empty);
    EXPECT_EQ(first.steps, (Numbers{0, 1}));
    EXPECT_TRUE(first.epochs.empty());
    ASSERT_EQ(first.metrics.size(), 2);
    EXPECT_EQ(first.metrics[0].metric_name, "loss");
    EXPECT_EQ(first.metrics[0].values, (Numbers{1.5, -2.5}));
    EXPECT_EQ(first.metrics[0].steps, (Numbers{0, 1}));
    EXPECT_EQ(first.metrics[0].timestamps, (Numbers{1700000000000, 1700000000001}));
    EXPECT_EQ(first.metrics[0].durations, (Numbers{0, 1}));
    EXPECT_EQ(first.metrics[1].metric_name, "acc");
    ASSERT_EQ(first.metrics[1].values.size(), 3);
    EXPECT_EQ(first.metrics[1].values[0], 0.5);
    EXPECT_TRUE(std::isnan(first.metrics[1].values[1]));
    EXPECT_EQ(write_json(first.params), R"({"lr":"0.1","n":3,"deep":{"a":[1,null,true]}})");
    EXPECT_TRUE(experiments[1].empty);
    EXPECT_TRUE(experiments[1].params.is_null());
  }
}

TEST(ChartDecoder, NothingMatchedIsNothing) {
  EXPECT_TRUE(decode(R"({"empty":true,"experiments":{}})").empty());
  EXPECT_TRUE(decode("{}").empty());
}

TEST(ChartDecoder, OddShapesAreSkippedOrRefusedNeverMisread) {
  for (const std::string text :
       {R"({"experiments":{"k":[{"values":[1]}]}})", R"({"experiments":{"k":{"metrics":[[[1]]]}}})",
        R"({"experiments":{"k":{"metrics":{"a":[1]}}}})", R"({"experiments":null})", "null"}) {
    EXPECT_NO_THROW(decode(text)) << text;
  }
  for (const std::string text : {R"({"experiments":[[1,2]]})", R"([{"experiments":{"k":{}}}])", "7",
                                 R"({"empty":true})", R"({"experiments":"none"})"}) {
    EXPECT_THROW(decode(text), Error) << text;
  }
  for (const std::string value : {"true", "[1]", "{}", "\"one\""}) {
    const std::string text = R"({"experiments":{"k":{"metrics":[{"values":[1,)" + value + "]}]}}}";
    try {
      decode(text);
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::bad_response);
    }
  }
}

TEST(ChartDecoder, RefusesAnAxisOfAnotherLengthThanTheValues) {
  for (const std::string metric :
       {R"("metricName":"m","steps":[1,2])", R"("metricName":"m","values":[1,2,3],"steps":[1,2])",
        R"("epochs":[0],"values":[1,2],"metricName":"m")", R"("values":[],"timestamps":[1])",
        R"("values":null,"durations":[1])"}) {
    const std::string text = R"({"experiments":{"k":{"metrics":[{)" + metric + "}]}}}";
    for (const std::size_t piece : {std::size_t{1} << 20, std::size_t{1}}) {
      EXPECT_THROW(decode(text, piece), Error) << text;
    }
  }
  EXPECT_EQ(decode(R"({"experiments":{"k":{"metrics":[{"values":[1],"steps":[]}]}}})").size(), 1);
}

TEST(ChartDecoder, CountsWhatIsBesideTheNumbers) {
  const auto bytes_of = [](const std::string& inside) {
    ChartDecoder decoder;
    decoder.feed(R"({"experiments":{)" + inside);
    return decoder.bytes();
  };
  const std::string long_text(10'000, 'n');
  EXPECT_GE(bytes_of(R"("k":{"metrics":[{},{})"), bytes_of(R"("k":{"metrics":[{})") + 1000);
  EXPECT_GE(bytes_of("\"" + long_text + "\":{"), long_text.size());
  EXPECT_GE(bytes_of(R"("k":{"params":{"a":")" + long_text + "\""), long_text.size());
  EXPECT_EQ(bytes_of(R"("k":{"steps":[1,2]})"), bytes_of(R"("k":{"steps":[1,2 )"));
}

}  // namespace
}  // namespace perihelion
