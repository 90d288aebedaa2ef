// The reductions as JavaScript drives them: it holds the columns and lends a block of them at a
// time, so that the heap has room for a block, never for a series. Plain exports instead of Embind,
// as each is called for each block. One reduction runs from its first call to its last without
// another.

#include <emscripten/em_macros.h>

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "alignment.h"
#include "ascending.h"
#include "extreme_rows.h"
#include "lttb.h"
#include "row_order.h"
#include "smoother.h"

namespace perihelion {
namespace {

std::vector<double> block;
std::vector<std::uint32_t> rows;
std::vector<double> places;
std::optional<ExtremeRows> extremes;
std::optional<Lttb> triangles;
std::optional<Smoother> smoother;

/// No exception may cross; what can fail here is to get memory.
bool with_memory(auto work) {
  try {
    work();
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace
}  // namespace perihelion

using namespace perihelion;

extern "C" {

/// Room for so many doubles, which stays until the next call of this; nothing where there is no
/// memory.
EMSCRIPTEN_KEEPALIVE double* reduce_block(std::size_t count) {
  // A new one, as nothing of the last is needed.
  return with_memory([&] { block = std::vector<double>(count); }) ? block.data() : nullptr;
}

/// The numbers that a function below gave.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* reduce_rows() { return rows.data(); }
EMSCRIPTEN_KEEPALIVE std::size_t reduce_row_count() { return rows.size(); }
EMSCRIPTEN_KEEPALIVE const double* reduce_places() { return places.data(); }
EMSCRIPTEN_KEEPALIVE std::size_t reduce_place_count() { return places.size(); }

/// Gives all memory back.
EMSCRIPTEN_KEEPALIVE void reduce_end() {
  block = {};
  rows = {};
  places = {};
  extremes.reset();
  triangles.reset();
  smoother.reset();
}

EMSCRIPTEN_KEEPALIVE bool reduce_is_ascending(double before, std::size_t count) {
  return is_ascending(before, std::span(block).first(count));
}

/// The rows of the whole column in the block, by ascending x.
EMSCRIPTEN_KEEPALIVE bool reduce_sort() {
  return with_memory([] { rows = rows_by_x(block); });
}

EMSCRIPTEN_KEEPALIVE bool reduce_extremes_begin(std::size_t starts) {
  return with_memory([&] {
    const auto* first = reinterpret_cast<const std::uint32_t*>(block.data());
    extremes.emplace(std::vector<std::uint32_t>(first, first + starts));
  });
}

EMSCRIPTEN_KEEPALIVE void reduce_extremes_add(std::size_t count) {
  extremes->add(std::span(block).first(count));
}

EMSCRIPTEN_KEEPALIVE void reduce_extremes_end() { rows = extremes->take(); }

EMSCRIPTEN_KEEPALIVE bool reduce_lttb_begin(std::uint32_t count, std::uint32_t chosen) {
  return with_memory([&] { triangles.emplace(count, chosen); });
}

/// The x of the points stands in the block's first half, the y in its second.
EMSCRIPTEN_KEEPALIVE void reduce_lttb_add(bool second_time, std::size_t count) {
  const std::span<const double> all = block;
  const auto x = all.first(count);
  const auto y = all.subspan(all.size() / 2, count);
  if (second_time) {
    triangles->choose(x, y);
  } else {
    triangles->average(x, y);
  }
}

EMSCRIPTEN_KEEPALIVE void reduce_lttb_end() { rows = triangles->take(); }

EMSCRIPTEN_KEEPALIVE void reduce_smooth_begin(double weight, bool debias) {
  smoother.emplace(Smoothing{weight, debias});
}

EMSCRIPTEN_KEEPALIVE void reduce_smooth(std::size_t count) {
  smoother->apply(std::span(block).first(count));
}

/// Adds the block to the places.
EMSCRIPTEN_KEEPALIVE bool reduce_places_add() {
  return with_memory([] { add_places(places, block); });
}

/// Brings the places into order; with a count, so many of them evenly instead.
EMSCRIPTEN_KEEPALIVE bool reduce_places_sort(std::size_t even) {
  return with_memory([&] {
    sort_places(places);
    if (even > 0) places = even_places(places, even);
  });
}

/// Fills the block with the values, at all places, of the line whose x and y it has in two halves.
EMSCRIPTEN_KEEPALIVE bool reduce_values_at_places(bool interpolate) {
  return with_memory([&] {
    const std::span<const double> all = block;
    const Line line{all.first(all.size() / 2), all.subspan(all.size() / 2)};
    block = values_at(places, line, interpolate);
  });
}

EMSCRIPTEN_KEEPALIVE const double* reduce_values() { return block.data(); }

/// Replaces `lines` times `count` values, line by line, by columns of `count`: mean, low, high, and
/// how many lines have a value.
EMSCRIPTEN_KEEPALIVE bool reduce_band(std::size_t lines, std::size_t count, int kind, double low,
                                      double high) {
  return with_memory([&] {
    const BandOptions options{static_cast<BandKind>(kind), low, high};
    std::vector<double> out(4 * count);
    std::vector<double> values;
    for (std::size_t place = 0; place < count; ++place) {
      values.clear();
      for (std::size_t line = 0; line < lines; ++line)
        values.push_back(block[line * count + place]);
      const BandPoint band = band_of(values, options);
      out[place] = band.mean;
      out[count + place] = band.low;
      out[2 * count + place] = band.high;
      out[3 * count + place] = band.count;
    }
    block = std::move(out);
  });
}
}
