// The decoders natively: by shape, by the size of the pieces, by the number of points, and beside
// two libraries.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "answers.h"
#include "chart_decoder.h"
#include "metric_decoder.h"
#include "peers.h"

namespace perihelion::bench {
namespace {

constexpr std::int64_t kWhole = 1LL << 40;

const std::string& metric_text() {
  static const std::string text = metric_answer(200'000);
  return text;
}

const std::string& chart_text() {
  static const std::string text = chart_answer(100, 5000);
  return text;
}

void feed(auto& decoder, std::string_view text, std::size_t piece) {
  for (std::size_t at = 0; at < text.size(); at += piece) decoder.feed(text.substr(at, piece));
}

void count_bytes(benchmark::State& state, std::string_view text) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

/// Runs `decode` on the text with `simdjson`'s room behind it.
void measure(benchmark::State& state, const std::string& text, auto decode) {
  std::string padded = text;
  padded.resize(text.size() + simdjson_padding());
  const std::string_view answer = std::string_view(padded).substr(0, text.size());
  for (auto _ : state) benchmark::DoNotOptimize(decode(answer, padded.size()));
  count_bytes(state, text);
}

void metric(benchmark::State& state) {
  measure(state, metric_text(), [&](std::string_view answer, std::size_t) {
    MetricDecoder decoder("train_loss");
    feed(decoder, answer, static_cast<std::size_t>(state.range(0)));
    return decoder.finish();
  });
}
BENCHMARK(metric)->Name("metric/ours")->Arg(kWhole);
BENCHMARK(metric)->Name("metric/pieces")->RangeMultiplier(16)->Range(1, 1 << 20);

void all_metrics(benchmark::State& state) {
  measure(state, metric_text(), [](std::string_view answer, std::size_t) {
    MetricDecoder decoder;
    decoder.feed(answer);
    return decoder.finish();
  });
}
BENCHMARK(all_metrics)->Name("all-metrics/ours");

void chart(benchmark::State& state) {
  measure(state, chart_text(), [&](std::string_view answer, std::size_t) {
    ChartDecoder decoder;
    feed(decoder, answer, static_cast<std::size_t>(state.range(0)));
    return decoder.finish();
  });
}
BENCHMARK(chart)->Name("chart/ours")->Arg(kWhole);
BENCHMARK(chart)->Name("chart/pieces")->RangeMultiplier(16)->Range(1, 1 << 20);

/// A stream of points of any length, from a text of some thousand of them.
void points_of_any_number(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const std::size_t in_text = std::min<std::size_t>(count, 10'000);
  const std::string text = points(0, in_text);
  for (auto _ : state) {
    MetricDecoder decoder("train_loss");
    decoder.feed(R"({"metrics":[)");
    for (std::size_t done = 0; done < count; done += in_text) feed(decoder, text, 65536);
    decoder.feed("{}]}");
    benchmark::DoNotOptimize(decoder.finish());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(points_of_any_number)->Name("points")->RangeMultiplier(10)->Range(100, 10'000'000);

void nlohmann_peer(benchmark::State& state) {
  measure(state, metric_text(), [](auto answer, auto) { return nlohmann_metric(answer); });
}
BENCHMARK(nlohmann_peer)->Name("metric/nlohmann-sax");

void simdjson_peer(benchmark::State& state) { measure(state, metric_text(), simdjson_metric); }
BENCHMARK(simdjson_peer)->Name("metric/simdjson-ondemand");

void nlohmann_chart_peer(benchmark::State& state) {
  measure(state, chart_text(), [](auto answer, auto) { return nlohmann_chart(answer); });
}
BENCHMARK(nlohmann_chart_peer)->Name("chart/nlohmann-sax");

void simdjson_chart_peer(benchmark::State& state) { measure(state, chart_text(), simdjson_chart); }
BENCHMARK(simdjson_chart_peer)->Name("chart/simdjson-ondemand");

/// How fast this machine reads the text at all: in search of a byte that is not there.
void memchr_limit(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(std::memchr(metric_text().data(), '\x01', metric_text().size()));
  }
  count_bytes(state, metric_text());
}
BENCHMARK(memchr_limit)->Name("limit/memchr");

/// How fast it copies the text, as each piece is copied on its way into WebAssembly.
void copy_limit(benchmark::State& state) {
  std::string copy(metric_text().size(), '\0');
  for (auto _ : state) {
    std::ranges::copy(metric_text(), copy.begin());
    benchmark::ClobberMemory();
  }
  count_bytes(state, metric_text());
}
BENCHMARK(copy_limit)->Name("limit/memcpy");

}  // namespace
}  // namespace perihelion::bench
