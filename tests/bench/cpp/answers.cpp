#include "answers.h"

#include <array>
#include <charconv>
#include <cmath>

namespace perihelion::bench {
namespace {

/// The shortest text that reads back as the same double, as JavaScript and Python write it.
std::string shortest(double value) {
  std::array<char, 32> text;
  char* const begin = text.data();
  return {begin, std::to_chars(begin, begin + text.size(), value).ptr};
}

double loss(std::size_t step) {
  const auto x = static_cast<double>(step);
  return std::exp(-x / 2e5) + std::sin(x) / 100;
}

std::string joined(std::size_t count, auto&& item) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + item(i);
  return out;
}

}  // namespace

std::string points(std::size_t first, std::size_t count) {
  std::string out;
  for (std::size_t step = first; step < first + count; ++step) {
    out += R"({"metricName":"train_loss","metricValue":")" + shortest(loss(step)) +
           R"(","timestamp":)" + std::to_string(1700000000000 + step * 37) + R"(,"step":)" +
           std::to_string(step) + R"(,"epoch":)" + std::to_string(step / 500) +
           R"(,"runContext":"train","offset":)" + std::to_string(step + 1) + "},";
  }
  return out;
}

std::string metric_answer(std::size_t count) {
  std::string rows = points(0, count);
  rows.pop_back();
  return R"({"metrics":[)" + rows + "]}";
}

std::string chart_answer(std::size_t experiments, std::size_t points) {
  const auto entry = [&](std::size_t experiment) {
    return '"' + std::to_string(experiment) +
           R"(":{"experimentName":"run","empty":false,"metrics":[{"metricName":"loss","values":[)" +
           joined(points, [](std::size_t i) { return shortest(loss(i)); }) + R"(],"steps":[)" +
           joined(points, [](std::size_t i) { return std::to_string(i); }) + "]}]}";
  };
  return R"({"empty":false,"experiments":{)" + joined(experiments, entry) + "}}";
}

}  // namespace perihelion::bench
