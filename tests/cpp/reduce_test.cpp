#include "perihelion/reduce.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "perihelion/error.h"

namespace perihelion {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Numbers = std::vector<double>;
using Pairs = std::vector<std::pair<double, double>>;

/// As bits, so that NaN equals NaN.
std::string shown(const Numbers& numbers) {
  std::string out;
  for (const double number : numbers) out += std::to_string(number) + " ";
  return out;
}

void expect_points(const Points& points, const Numbers& x, const Numbers& y) {
  EXPECT_EQ(shown(points.x), shown(x));
  EXPECT_EQ(shown(points.y), shown(y));
}

Points points_in(const Pairs& pairs) {
  Points out;
  for (const auto& [x, y] : pairs) {
    out.x.push_back(x);
    out.y.push_back(y);
  }
  return out;
}

/// A line of some length: sorted or not, with what logged metrics have of odd values.
class RandomLine {
 public:
  explicit RandomLine(unsigned seed) : random_(seed) {
    const std::size_t length = below(4) == 0 ? below(4) : below(300);
    const bool sorted = below(2) == 0;
    const bool odd = below(2) == 0;
    for (std::size_t i = 0; i < length; ++i) {
      x.push_back(sorted ? std::floor(static_cast<double>(i) / 2)
                         : static_cast<double>(below(200)));
      y.push_back(static_cast<double>(below(50)) / 8 - 3);
      if (!odd) continue;
      if (below(9) == 0) y.back() = kNan;
      if (below(40) == 0) y.back() = below(2) ? kInfinity : -kInfinity;
      if (below(20) == 0) x.back() = below(4) ? kNan : kInfinity;
    }
  }

  Line line() const { return {x, y}; }
  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }

  Numbers x;
  Numbers y;

 private:
  std::mt19937 random_;
};

Pairs sorted_pairs(const Line& line) {
  Pairs out;
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    if (std::isfinite(line.x[i])) out.emplace_back(line.x[i], line.y[i]);
  }
  std::ranges::stable_sort(out, {}, &Pairs::value_type::first);
  return out;
}

/// The points before, in and behind a range.
struct Split {
  Pairs before, inside, behind;
};

Split split(const Pairs& pairs, double from, double to) {
  Split out;
  for (const auto& pair : pairs) {
    (pair.first < from ? out.before : pair.first > to ? out.behind : out.inside).push_back(pair);
  }
  return out;
}

PlotRange random_range(RandomLine& random) {
  PlotRange range{.width = random.below(12), .from = {}, .to = {}};
  if (random.below(2)) range.from = static_cast<double>(random.below(260)) - 30;
  if (random.below(2)) range.to = range.from.value_or(-30) + static_cast<double>(random.below(200));
  return range;
}

std::pair<double, double> ends(const Pairs& pairs, const PlotRange& range) {
  return {range.from.value_or(pairs.front().first), range.to.value_or(pairs.back().first)};
}

Points plain_min_max(const Line& line, const PlotRange& range) {
  const Pairs pairs = sorted_pairs(line);
  if (pairs.empty() || range.width == 0) return {};
  const auto [from, to] = ends(pairs, range);
  const auto [before, inside, behind] = split(pairs, from, to);
  std::map<std::size_t, Pairs> pixels;
  for (const auto& pair : inside) {
    std::size_t pixel = range.width - 1;
    const auto edge = [&](std::size_t k) {
      return from + (to - from) * static_cast<double>(k) / static_cast<double>(range.width);
    };
    while (pixel > 0 && pair.first < edge(pixel)) --pixel;
    pixels[pixel].push_back(pair);
  }
  Pairs out;
  if (!before.empty()) out.push_back(before.back());
  for (const auto& [pixel, all] : pixels) {
    std::size_t low = all.size(), high = all.size();
    for (std::size_t i = 0; i < all.size(); ++i) {
      const double y = all[i].second;
      if (std::isnan(y)) continue;
      if (low == all.size() || y < all[low].second) low = i;
      if (high == all.size() || y > all[high].second) high = i;
    }
    if (low == all.size()) low = high = 0;
    out.push_back(all[std::min(low, high)]);
    if (low != high) out.push_back(all[std::max(low, high)]);
  }
  if (!behind.empty()) out.push_back(behind.front());
  return points_in(out);
}

Pairs plain_triangles(const Pairs& all, std::size_t width) {
  const std::size_t count = all.size();
  if (count <= width) return all;
  Pairs out{all.front()};
  if (width < 3) {
    if (width == 2) out.push_back(all.back());
    return out;
  }
  const auto start = [&](std::size_t k) { return k * (count - 2) / (width - 2) + 1; };
  for (std::size_t k = 0; k < width - 2; ++k) {
    const std::size_t next_end = std::min(start(k + 2), count);
    double x = 0, y = 0;
    for (std::size_t i = start(k + 1); i < next_end; ++i) x += all[i].first, y += all[i].second;
    x /= static_cast<double>(next_end - start(k + 1));
    y /= static_cast<double>(next_end - start(k + 1));
    const auto [x0, y0] = out.back();
    std::size_t best = start(k);
    double best_area = -1;
    for (std::size_t i = start(k); i < start(k + 1); ++i) {
      const double area =
          std::abs((x0 - x) * (all[i].second - y0) - (x0 - all[i].first) * (y - y0));
      if (area > best_area) best_area = area, best = i;
    }
    out.push_back(all[best]);
  }
  out.push_back(all.back());
  return out;
}

Points plain_lttb(const Line& line, const PlotRange& range) {
  Pairs pairs = sorted_pairs(line);
  if (pairs.empty() || range.width == 0) return {};
  const auto [from, to] = ends(pairs, range);
  std::erase_if(pairs, [](const auto& pair) { return !std::isfinite(pair.second); });
  const auto [before, inside, behind] = split(pairs, from, to);
  Pairs out = plain_triangles(inside, range.width);
  if (!before.empty()) out.insert(out.begin(), before.back());
  if (!behind.empty()) out.push_back(behind.front());
  return points_in(out);
}

Points plain_smooth(const Line& line, const Smoothing& smoothing) {
  Points out = points_in(sorted_pairs(line));
  Numbers past;
  for (double& y : out.y) {
    if (!std::isfinite(y)) continue;
    past.push_back(y);
    double sum = 0, weights = 0;
    for (std::size_t back = 0; back < past.size(); ++back) {
      const double weight = std::pow(smoothing.weight, static_cast<double>(back));
      const bool first = back + 1 == past.size();
      const double share = smoothing.debias || first ? weight : weight * (1 - smoothing.weight);
      sum += share * past[past.size() - 1 - back];
      weights += weight;
    }
    y = smoothing.debias ? sum / weights : sum;
  }
  return out;
}

double plain_value(const Line& line, double place, bool interpolate) {
  std::map<double, double> values;
  for (const auto& [x, y] : sorted_pairs(line)) {
    if (!std::isnan(y)) values[x] = y;
  }
  const auto right = values.lower_bound(place);
  if (right == values.end()) return kNan;
  if (right->first == place) return right->second;
  if (right == values.begin() || !interpolate) return kNan;
  const auto [x0, y0] = *std::prev(right);
  const auto [x1, y1] = *right;
  const double part = (place - x0) / (x1 - x0);
  if (std::isinf(y0) || std::isinf(y1)) return y0 * (1 - part) + y1 * part;
  return (y1 - y0) / (x1 - x0) * (place - x0) + y0;
}

void expect_near(const Numbers& given, const Numbers& wanted) {
  ASSERT_EQ(given.size(), wanted.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (std::isfinite(wanted[i])) {
      EXPECT_NEAR(given[i], wanted[i], 1e-9) << i;
    } else {
      EXPECT_EQ(std::to_string(given[i]), std::to_string(wanted[i])) << i;
    }
  }
}

void expect_refused(auto call, const std::string& part) {
  try {
    call();
    FAIL() << "nothing was thrown, which should name: " << part;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(MinMax, IsWhatAPlainLoopFinds) {
  for (unsigned seed = 0; seed < 1500; ++seed) {
    RandomLine random(seed);
    const PlotRange range = random_range(random);
    SCOPED_TRACE(seed);
    const Points wanted = plain_min_max(random.line(), range);
    expect_points(min_max(random.line(), range), wanted.x, wanted.y);
    if (HasFailure()) return;
  }
}

TEST(MinMax, HasOnePointOnEachSideOfTheRange) {
  const Numbers x{0, 1, 2, 3, 4, 5, 6}, y{9, 1, 5, 7, 6, 3, 8};
  expect_points(min_max({x, y}, {1, 2, 4}), {1, 2, 3, 5}, {1, 5, 7, 3});
  expect_points(min_max({x, y}, {2, 2.25, 2.75}), {2, 3}, {5, 7});
  expect_points(min_max({x, y}, {2, 7, 9}), {6}, {8});
  expect_points(min_max({x, y}, {2, -3, -1}), {0}, {9});
  expect_points(min_max({x, y}, {3, 3, 3}), {2, 3, 4}, {5, 7, 6});
}

TEST(MinMax, OfFewOrOddPoints) {
  expect_points(min_max({}, {10, {}, {}}), {}, {});
  const Numbers one{3}, value{4};
  expect_points(min_max({one, value}, {10, {}, {}}), {3}, {4});
  expect_points(min_max({one, value}, {0, {}, {}}), {}, {});
  const Numbers x{1, 1, 1, 2, kNan, 3}, y{5, 5, 5, kNan, 7, -kInfinity};
  expect_points(min_max({x, y}, {3, {}, {}}), {1, 2, 3}, {5, kNan, -kInfinity});
  const Numbers zeros{0, -0.0, 0, -0.0};
  expect_points(min_max({zeros, zeros}, {1, {}, {}}), {0}, {0});
}

TEST(MinMax, FindsTheExtremesOfLongRunsWhereverTheyStand) {
  for (std::size_t length = 1; length < 40; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      Numbers x(length), y(length, 0);
      std::iota(x.begin(), x.end(), 0);
      y[at] = -1;
      y[(at + length / 2) % length] = 2;
      const Points found = min_max({x, y}, {1, {}, {}});
      const Points wanted = plain_min_max({x, y}, {1, {}, {}});
      expect_points(found, wanted.x, wanted.y);
    }
  }
}

TEST(MinMax, PixelsBeginWhereTheyAreSaidTo) {
  // 7 begins pixel 7, though 100 * (7 / 100.) is a little more.
  const Numbers x{6.1, 6.5, 6.9, 7, 7.5}, y{1, 2, 3, 2, 0};
  const Points points = min_max({x, y}, {.width = 100, .from = 0, .to = 100});
  expect_points(points, {6.1, 6.9, 7, 7.5}, {1, 3, 2, 0});
  const Numbers far{-1.7e308, -1, 1, 1.7e308}, of_far{1, 2, 3, 4};
  expect_points(min_max({far, of_far}, {.width = 2}), far, of_far);
}

TEST(Lttb, IsWhatAPlainLoopChooses) {
  for (unsigned seed = 0; seed < 1500; ++seed) {
    RandomLine random(seed);
    const PlotRange range = random_range(random);
    SCOPED_TRACE(seed);
    const Points wanted = plain_lttb(random.line(), range);
    expect_points(lttb(random.line(), range), wanted.x, wanted.y);
    if (HasFailure()) return;
  }
}

TEST(Lttb, KeepsEndsAndPeaks) {
  Numbers x(1000), y(1000, 0);
  std::iota(x.begin(), x.end(), 0);
  y[500] = 100;
  const Points kept = lttb({x, y}, {10, {}, {}});
  EXPECT_EQ(kept.x.size(), 10U);
  EXPECT_EQ(kept.x.front(), 0);
  EXPECT_EQ(kept.x.back(), 999);
  EXPECT_NE(std::ranges::find(kept.y, 100), kept.y.end());
  expect_points(lttb({x, y}, {1, 10, 20}), {9, 10, 21}, {0, 0, 0});
  expect_points(lttb({x, y}, {2, 10, 20}), {9, 10, 20, 21}, {0, 0, 0, 0});
}

TEST(Lttb, ValuesBeyondReckoningStillGiveAPointForEachBucket) {
  Numbers x(100), y(100);
  std::iota(x.begin(), x.end(), 0);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = (i % 2 ? 1 : -1) * 1.7e308;
  EXPECT_EQ(lttb({x, y}, {10, {}, {}}).x.size(), 10U);
}

TEST(Reductions, RefuseWhatIsWrongByName) {
  const Numbers two{1, 2}, one{1};
  for (const auto& reduce : {min_max, lttb}) {
    expect_refused([&] { reduce({two, one}, {5, {}, {}}); }, "same length");
    expect_refused([&] { reduce({one, one}, {5, kNan, {}}); }, "from must be a finite number");
    expect_refused([&] { reduce({one, one}, {5, {}, kInfinity}); }, "to must be a finite number");
    expect_refused([&] { reduce({one, one}, {5, 2, 1}); }, "from must not be beyond to");
  }
  expect_refused([&] { smooth({one, one}, {-0.1}); }, "weight must be from 0 to 1");
  expect_refused([&] { smooth({one, one}, {kNan}); }, "weight must be from 0 to 1");
  const Line line{two, one};
  expect_refused([&] { align({&line, 1}); }, "same length");
  expect_refused([&] { mean_and_band({}, {BandKind::percentiles, 80, 20}); }, "percents");
}

TEST(Smooth, IsTheSumOfWeightedPasts) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    RandomLine random(seed);
    for (const double weight : {0.0, 0.3, 0.9, 1.0}) {
      for (const bool debias : {true, false}) {
        SCOPED_TRACE(seed);
        const Smoothing smoothing{weight, debias};
        const Points wanted = plain_smooth(random.line(), smoothing);
        const Points smoothed = smooth(random.line(), smoothing);
        EXPECT_EQ(smoothed.x, wanted.x);
        expect_near(smoothed.y, wanted.y);
        if (HasFailure()) return;
      }
    }
  }
}

TEST(Smooth, GoesOnBehindAGap) {
  const Numbers x{3, 1, 2, 4}, y{kNan, 1, 3, 5};
  expect_points(smooth({x, y}, {.weight = 1}), {1, 2, 3, 4}, {1, 2, kNan, 3});
  expect_points(smooth({x, y}, {1, false}), {1, 2, 3, 4}, {1, 1, kNan, 1});
  expect_points(smooth({x, y}, {0.5, false}), {1, 2, 3, 4}, {1, 2, kNan, 3.5});
}

TEST(Smooth, OfNothingLeavesValuesAsTheyAre) {
  const Numbers x{1, 2}, y{-0.0, 3};
  const Points out = smooth({x, y}, {.weight = 0});
  EXPECT_TRUE(std::signbit(out.y[0]));
}

TEST(Align, GoesAsFarAsDoublesDo) {
  const Numbers x{-1.7e308, 1.7e308}, y{-1.7e308, 1.7e308};
  const Aligned aligned = align(std::vector{Line{x, y}}, {.interpolate = true, .points = 3});
  EXPECT_EQ(aligned.x, (Numbers{-1.7e308, 0, 1.7e308}));
  EXPECT_EQ(aligned.y[0], (Numbers{-1.7e308, 0, 1.7e308}));
}

TEST(Align, GivesEachLineAValueAtEachPlace) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::vector<RandomLine> random;
    std::vector<Line> lines;
    random.reserve(seed % 5);
    lines.reserve(seed % 5);
    for (unsigned i = 0; i < seed % 5; ++i) random.emplace_back(5 * seed + i);
    for (const RandomLine& one : random) lines.push_back(one.line());
    const AlignOptions options{seed % 2 == 0, seed % 3 == 0 ? seed % 7 : 0};
    const Aligned aligned = align(lines, options);
    Numbers places;
    for (const Line& line : lines) {
      for (const auto& [x, y] : sorted_pairs(line)) places.push_back(x);
    }
    std::ranges::sort(places);
    places.erase(std::ranges::unique(places).begin(), places.end());
    if (options.points == 0) {
      EXPECT_EQ(aligned.x, places);
    } else if (!places.empty()) {
      EXPECT_EQ(aligned.x.size(), places.size() == 1 ? 1 : options.points);
      EXPECT_EQ(aligned.x.front(), places.front());
      if (options.points > 1) {
        EXPECT_EQ(aligned.x.back(), places.back());
      }
    }
    ASSERT_EQ(aligned.y.size(), lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      Numbers wanted;
      for (const double x : aligned.x)
        wanted.push_back(plain_value(lines[i], x, options.interpolate));
      SCOPED_TRACE(seed);
      expect_near(aligned.y[i], wanted);
    }
    if (HasFailure()) return;
  }
}

TEST(MeanAndBand, IsOfTheLinesThatHaveAValue) {
  const Aligned lines{{1, 2, 3, 4}, {{1, 4, kNan, 2}, {3, kNan, kNan, 2}, {8, 6, kNan, 2}}};
  const Band range = mean_and_band(lines);
  EXPECT_EQ(range.x, lines.x);
  expect_near(range.mean, {4, 5, kNan, 2});
  expect_near(range.low, {1, 4, kNan, 2});
  expect_near(range.high, {8, 6, kNan, 2});
  EXPECT_EQ(range.count, (std::vector<std::uint32_t>{3, 2, 0, 3}));
  const double deviation = std::sqrt((9.0 + 1 + 16) / 3);
  const Band around = mean_and_band(lines, {.kind = BandKind::deviation});
  expect_near(around.low, {4 - deviation, 4, kNan, 2});
  expect_near(around.high, {4 + deviation, 6, kNan, 2});
  const Band half = mean_and_band(lines, {BandKind::percentiles, 0, 75});
  expect_near(half.low, {1, 4, kNan, 2});
  expect_near(half.high, {5.5, 5.5, kNan, 2});
  EXPECT_TRUE(mean_and_band({}).x.empty());
}

TEST(MeanAndBand, InfinitiesAreValuesToo) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Aligned lines{{1, 2}, {{kInfinity, -kInfinity}, {kInfinity, 1}, {1, 2}}};
  const Band band = mean_and_band(lines, {BandKind::percentiles, 25, 75});
  EXPECT_EQ(band.low, (Numbers{kInfinity, -kInfinity}));
  EXPECT_EQ(band.high, (Numbers{kInfinity, 1.5}));
}

TEST(PointsOf, CountsFromTheEarliestTimeThatIsOne) {
  const MetricSeries series{.name = "loss",
                            .value = {1, 2, 3},
                            .step = {1, 2, 3},
                            .epoch = {1, 2, 3},
                            .timestamp = {-std::numeric_limits<double>::infinity(), 1500, 1000},
                            .offset = {},
                            .context = {},
                            .large_steps = {}};
  expect_points(points_of(series, XAxis::duration), {0, 500}, {3, 2});
}

TEST(PointsOf, TakesAnAxisOfASeries) {
  const MetricSeries series{.name = "loss",
                            .value = {1, 2, 3},
                            .step = {7, kNan, 5},
                            .epoch = {kNan, kNan, kNan},
                            .timestamp = {2000, 1500, 1000},
                            .offset = {},
                            .context = {},
                            .large_steps = {}};
  expect_points(points_of(series, XAxis::step), {5, 7}, {3, 1});
  expect_points(points_of(series, XAxis::epoch), {}, {});
  expect_points(points_of(series, XAxis::timestamp), {1000, 1500, 2000}, {3, 2, 1});
  expect_points(points_of(series, XAxis::duration), {0, 500, 1000}, {3, 2, 1});
  const ChartMetric metric{"loss", {1, 2}, {4, 3}, {}, {}, {9, 8}};
  expect_points(points_of(metric, XAxis::step), {3, 4}, {2, 1});
  expect_points(points_of(metric, XAxis::epoch), {}, {});
  expect_points(points_of(metric, XAxis::duration), {8, 9}, {2, 1});
}

}  // namespace
}  // namespace perihelion
