// The reductions natively: a million points to a plot of 1,000 pixels, and many lines on one axis.
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "perihelion/reduce.h"

namespace perihelion::bench {
namespace {

constexpr std::size_t kPoints = 1'000'000;
constexpr PlotRange kPlot{.width = 1000, .from = {}, .to = {}};

/// Steps from `first` on, `by` apart.
Points line_of(std::size_t count, double first, double by) {
  Points out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<double>(i);
    out.x.push_back(first + at * by);
    out.y.push_back(std::exp(-at / 2e5) + std::sin(at) / 100 + std::sin(at * at) / 50);
  }
  return out;
}

const Points& long_line() {
  static const Points line = line_of(kPoints, 0, 1);
  return line;
}

void measure(benchmark::State& state, auto reduce) {
  const auto& [x, y] = long_line();
  for (auto _ : state) benchmark::DoNotOptimize(reduce(Line{x, y}));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kPoints));
}

void reduce_min_max(benchmark::State& state) {
  measure(state, [](const Line& line) { return min_max(line, kPlot); });
}
BENCHMARK(reduce_min_max)->Name("reduce/min-max");

void reduce_lttb(benchmark::State& state) {
  measure(state, [](const Line& line) { return lttb(line, kPlot); });
}
BENCHMARK(reduce_lttb)->Name("reduce/lttb");

void reduce_smooth(benchmark::State& state) {
  measure(state, [](const Line& line) { return smooth(line, {.weight = 0.9}); });
}
BENCHMARK(reduce_smooth)->Name("reduce/smooth");

/// A hundred lines of 10,000 points, at the same places or each at its own.
void align_lines(benchmark::State& state, bool same) {
  std::vector<Points> points;
  std::vector<Line> lines;
  for (std::size_t i = 0; i < 100; ++i)
    points.push_back(line_of(10'000, same ? 0 : static_cast<double>(i) / 128, 1));
  for (const auto& [x, y] : points) lines.push_back({x, y});
  const AlignOptions options{.interpolate = true, .points = same ? 0U : 1000U};
  for (auto _ : state) benchmark::DoNotOptimize(align(lines, options));
}
BENCHMARK_CAPTURE(align_lines, same, true)->Name("reduce/align-same-places");
BENCHMARK_CAPTURE(align_lines, own, false)->Name("reduce/align-own-places");

}  // namespace
}  // namespace perihelion::bench
