#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <limits>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

/// The one place that knows vector instructions: sixteen bytes at a time, which is about the length
/// of the texts in metric answers. Wider registers gain nothing on them, nor on columns, which come
/// as fast as memory gives them.
namespace perihelion::simd {

constexpr std::size_t kWidth = 16;

/// How many of sixteen bytes come before the first one that a JSON string cannot hold as it is: a
/// quote, a backslash or a control character.
inline std::size_t plain_bytes(const char* at) {
#if defined(__wasm_simd128__)
  const v128_t bytes = wasm_v128_load(at);
  const v128_t special = wasm_v128_or(wasm_v128_or(wasm_i8x16_eq(bytes, wasm_i8x16_splat('"')),
                                                   wasm_i8x16_eq(bytes, wasm_i8x16_splat('\\'))),
                                      wasm_u8x16_lt(bytes, wasm_i8x16_splat(0x20)));
  return static_cast<std::size_t>(__builtin_ctz(wasm_i8x16_bitmask(special) | 0x10000));
#elif defined(__SSE2__)
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i control = _mm_set1_epi8(0x1F);
  const __m128i special = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                                    _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
                                       _mm_cmpeq_epi8(_mm_max_epu8(bytes, control), control));
  return static_cast<std::size_t>(__builtin_ctz(_mm_movemask_epi8(special) | 0x10000));
#elif defined(__ARM_NEON) && defined(__aarch64__)
  const uint8x16_t bytes = vld1q_u8(reinterpret_cast<const unsigned char*>(at));
  const uint8x16_t special =
      vorrq_u8(vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('"')), vceqq_u8(bytes, vdupq_n_u8('\\'))),
               vcltq_u8(bytes, vdupq_n_u8(0x20)));
  // Four bits a byte, as NEON has no mask of one bit a byte.
  const uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(special), 4);
  const unsigned long long mask = vget_lane_u64(vreinterpret_u64_u8(narrow), 0);
  return mask == 0 ? kWidth : static_cast<std::size_t>(__builtin_ctzll(mask)) / 4;
#else
  std::size_t plain = 0;
  while (plain < kWidth && at[plain] != '"' && at[plain] != '\\' &&
         static_cast<unsigned char>(at[plain]) >= 0x20) {
    ++plain;
  }
  return plain;
#endif
}

/// Whether sixteen bytes are the expected ones where the mask has 0xFF.
inline bool equal_under_mask(const char* at, const char* expected, const char* mask) {
#if defined(__wasm_simd128__)
  const v128_t difference = wasm_v128_xor(wasm_v128_load(at), wasm_v128_load(expected));
  return !wasm_v128_any_true(wasm_v128_and(difference, wasm_v128_load(mask)));
#elif defined(__SSE2__)
  const auto load = [](const char* from) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  };
  const __m128i difference = _mm_and_si128(_mm_xor_si128(load(at), load(expected)), load(mask));
  return _mm_movemask_epi8(_mm_cmpeq_epi8(difference, _mm_setzero_si128())) == 0xFFFF;
#elif defined(__ARM_NEON) && defined(__aarch64__)
  const auto load = [](const char* from) {
    return vld1q_u8(reinterpret_cast<const unsigned char*>(from));
  };
  return vmaxvq_u8(vandq_u8(veorq_u8(load(at), load(expected)), load(mask))) == 0;
#else
  for (std::size_t i = 0; i < kWidth; ++i) {
    if ((at[i] ^ expected[i]) & mask[i]) return false;
  }
  return true;
#endif
}

/// Two doubles.
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
