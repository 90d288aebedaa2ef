// What a client does beside decoding: finding and keeping answers, reading and encoding queries.
#include <benchmark/benchmark.h>

#include <chrono>
#include <string>

#include "answer_cache.h"
#include "clock.h"
#include "column_answer.h"
#include "json.h"
#include "query_clauses.h"
#include "query_encoder.h"

namespace perihelion::bench {
namespace {

constexpr std::size_t kMegabyte = 1 << 20;

std::string question(std::int64_t number) {
  return "/experiment/metrics/get-metric?experimentKey=0123456789abcdef&metricName=loss_" +
         std::to_string(number);
}

Answer answer_of(std::size_t bytes) { return column_answer(std::vector<MetricSeries>(1), bytes); }

/// Finds each of so many answers.
void find_answers(benchmark::State& state) {
  AnswerCache cache(64 * kMegabyte);
  const auto later = now() + std::chrono::hours(1);
  for (std::int64_t i = 0; i < state.range(0); ++i)
    cache.keep(question(i), answer_of(1000), {}, later);
  std::int64_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(cache.find(question(next), {}));
    next = (next + 1) % state.range(0);
  }
}
BENCHMARK(find_answers)->Name("cache/find")->RangeMultiplier(10)->Range(10, 10'000);

/// Keeps one more answer where each takes the place of the oldest.
void keep_answers(benchmark::State& state) {
  AnswerCache cache(64 * kMegabyte);
  const auto later = now() + std::chrono::hours(1);
  std::int64_t next = 0;
  for (auto _ : state) cache.keep(question(next++), answer_of(kMegabyte / 2), {}, later);
}
BENCHMARK(keep_answers)->Name("cache/keep");

/// A query of so many terms.
std::string query_of(std::int64_t terms) {
  std::string text;
  for (std::int64_t i = 0; i < terms; ++i) {
    if (i > 0) text += " & ";
    text += i % 2 == 0 ? "(Metric(\"loss_" + std::to_string(i) + "\") < 0.25)"
                       : "~(Parameter(\"optimizer_" + std::to_string(i) + "\") == \"adam\")";
  }
  return text;
}

Value column(std::string name, std::string source, std::string type) {
  return Value::Object{{"name", std::move(name)},
                       {"source", std::move(source)},
                       {"type", std::move(type)},
                       {"id", "id"}};
}

/// The columns of a project that has all variables of `query_of`.
Value columns_of(std::int64_t terms) {
  Value::Array columns;
  for (std::int64_t i = 0; i < terms; ++i) {
    columns.push_back(i % 2 == 0 ? column("loss_" + std::to_string(i), "metrics", "double")
                                 : column("optimizer_" + std::to_string(i), "params", "string"));
  }
  return columns;
}

void parse_query(benchmark::State& state) {
  const std::string text = query_of(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(Predicate::parse(text));
}
BENCHMARK(parse_query)->Name("query/parse")->RangeMultiplier(10)->Range(1, 100);

/// From the query to the text of its predicates.
void encode_query(benchmark::State& state) {
  const Predicate query = Predicate::parse(query_of(state.range(0)));
  const Value columns = columns_of(state.range(0));
  for (auto _ : state) {
    for (const Clause& clause : clauses_of(query)) {
      const auto predicates = predicates_of(
          clause, columns, [&](const QueryTerm&) { state.SkipWithError("a column is missing"); });
      benchmark::DoNotOptimize(write_json(*predicates));
    }
  }
}
BENCHMARK(encode_query)->Name("query/encode")->RangeMultiplier(10)->Range(1, 100);

}  // namespace
}  // namespace perihelion::bench
