#pragma once

#include <array>
#include <cstddef>
#include <limits>

#include "simd.h"

/// Two doubles at a time.
namespace perihelion::simd {

#if defined(__wasm_simd128__)
using Pair = v128_t;
inline Pair load(const double* at) { return wasm_v128_load(at); }
inline Pair both(double value) { return wasm_f64x2_splat(value); }
/// The lesser of each two; `a` where `b` is NaN.
inline Pair lesser(Pair a, Pair b) { return wasm_f64x2_pmin(a, b); }
inline Pair greater(Pair a, Pair b) { return wasm_f64x2_pmax(a, b); }
inline double first(Pair pair) { return wasm_f64x2_extract_lane(pair, 0); }
inline double second(Pair pair) { return wasm_f64x2_extract_lane(pair, 1); }
inline bool any_equal(Pair a, Pair b) { return wasm_v128_any_true(wasm_f64x2_eq(a, b)); }
#elif defined(__SSE2__)
using Pair = __m128d;
inline Pair load(const double* at) { return _mm_loadu_pd(at); }
inline Pair both(double value) { return _mm_set1_pd(value); }
/// The lesser of each two; `a` where `b` is NaN.
inline Pair lesser(Pair a, Pair b) { return _mm_min_pd(b, a); }
inline Pair greater(Pair a, Pair b) { return _mm_max_pd(b, a); }
inline double first(Pair pair) { return _mm_cvtsd_f64(pair); }
inline double second(Pair pair) { return _mm_cvtsd_f64(_mm_unpackhi_pd(pair, pair)); }
inline bool any_equal(Pair a, Pair b) { return _mm_movemask_pd(_mm_cmpeq_pd(a, b)) != 0; }
#elif defined(__ARM_NEON) && defined(__aarch64__)
using Pair = float64x2_t;
inline Pair load(const double* at) { return vld1q_f64(at); }
inline Pair both(double value) { return vdupq_n_f64(value); }
/// The lesser of each two; `a` where `b` is NaN.
inline Pair lesser(Pair a, Pair b) { return vminnmq_f64(a, b); }
inline Pair greater(Pair a, Pair b) { return vmaxnmq_f64(a, b); }
inline double first(Pair pair) { return vgetq_lane_f64(pair, 0); }
inline double second(Pair pair) { return vgetq_lane_f64(pair, 1); }
inline bool any_equal(Pair a, Pair b) { return vaddvq_u64(vshrq_n_u64(vceqq_f64(a, b), 63)) != 0; }
#else
struct Pair {
  double at0, at1;
};
inline Pair load(const double* at) { return {at[0], at[1]}; }
inline Pair both(double value) { return {value, value}; }
/// The lesser of each two; `a` where `b` is NaN.
inline Pair lesser(Pair a, Pair b) {
  return {b.at0 < a.at0 ? b.at0 : a.at0, b.at1 < a.at1 ? b.at1 : a.at1};
}
inline Pair greater(Pair a, Pair b) {
  return {b.at0 > a.at0 ? b.at0 : a.at0, b.at1 > a.at1 ? b.at1 : a.at1};
}
inline double first(Pair pair) { return pair.at0; }
inline double second(Pair pair) { return pair.at1; }
inline bool any_equal(Pair a, Pair b) { return a.at0 == b.at0 || a.at1 == b.at1; }
#endif

/// The least and the greatest of numbers.
struct Extent {
  double low;
  double high;
};

/// NaN is none of them; without any, low is infinite and high is minus that.
inline Extent extent(const double* at, std::size_t count) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  // Four at a time, as each takes longer than the next needs to begin.
  std::array<Pair, 4> low;
  std::array<Pair, 4> high;
  low.fill(both(kInfinity));
  high.fill(both(-kInfinity));
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t k = 0; k < 4; ++k) {
      const Pair pair = load(at + i + 2 * k);
      low[k] = lesser(low[k], pair);
      high[k] = greater(high[k], pair);
    }
  }
  const Pair least = lesser(lesser(low[0], low[1]), lesser(low[2], low[3]));
  const Pair most = greater(greater(high[0], high[1]), greater(high[2], high[3]));
  Extent out{first(lesser(least, both(second(least)))), first(greater(most, both(second(most))))};
  for (; i < count; ++i) {
    if (at[i] < out.low) out.low = at[i];
    if (at[i] > out.high) out.high = at[i];
  }
  return out;
}

/// Where a number first stands; `count` where it does not.
inline std::size_t find(const double* at, std::size_t count, double number) {
  const Pair wanted = both(number);
  std::size_t i = 0;
  while (i + 2 <= count && !any_equal(load(at + i), wanted)) i += 2;
  while (i < count && at[i] != number) ++i;
  return i;
}

}  // namespace perihelion::simd
