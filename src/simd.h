#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

/// The vector instructions that reading text takes: sixteen bytes at a time, which is about the
/// length of the texts in metric answers. Wider registers gain nothing on them, nor on columns,
/// which come as fast as memory gives them.
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

/// Sixteen bytes, each from `low` to `low + range`.
struct alignas(kWidth) Range {
  std::array<unsigned char, kWidth> low;
  std::array<unsigned char, kWidth> range;
};

/// Whether `count` times sixteen bytes lie in their ranges.
inline bool in_ranges(const char* at, const Range* ranges, std::size_t count) {
#if defined(__wasm_simd128__)
  v128_t beyond = wasm_i64x2_splat(0);
  for (const Range* range = ranges; range != ranges + count; ++range, at += kWidth) {
    const v128_t above = wasm_i8x16_sub(wasm_v128_load(at), wasm_v128_load(range->low.data()));
    beyond = wasm_v128_or(beyond, wasm_u8x16_sub_sat(above, wasm_v128_load(range->range.data())));
  }
  return !wasm_v128_any_true(beyond);
#elif defined(__SSE2__)
  const auto load = [](const void* from) {
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
  };
  __m128i beyond = _mm_setzero_si128();
  for (const Range* range = ranges; range != ranges + count; ++range, at += kWidth) {
    const __m128i above = _mm_sub_epi8(load(at), load(range->low.data()));
    beyond = _mm_or_si128(beyond, _mm_subs_epu8(above, load(range->range.data())));
  }
  return _mm_movemask_epi8(_mm_cmpeq_epi8(beyond, _mm_setzero_si128())) == 0xFFFF;
#else
  unsigned beyond = 0;
  for (std::size_t i = 0; i < count * kWidth; ++i) {
    const Range& range = ranges[i / kWidth];
    const auto above = static_cast<unsigned char>(at[i] - range.low[i % kWidth]);
    beyond |= above > range.range[i % kWidth];
  }
  return beyond == 0;
#endif
}

namespace detail {

/// The vectors that digits are read with. From memory each is one instruction: engines would put a
/// constant together anew every time.
struct DigitVectors {
  template <class T>
  using Vector = std::array<T, kWidth / sizeof(T)>;

  alignas(kWidth) Vector<signed char> zeros;      ///< '0'
  alignas(kWidth) Vector<signed char> to_lowest;  ///< takes '0' to the least signed byte
  alignas(kWidth) Vector<signed char> nine;       ///< what that makes of '9'
  alignas(kWidth) Vector<std::int16_t> pairs;     ///< puts 10a + b above, of a + 256b
  alignas(kWidth) Vector<std::int16_t> hundreds;  ///< and ones, in turn
  alignas(kWidth) Vector<std::int16_t> ten_thousands;
  alignas(kWidth) Vector<double> hundred_millions;
  /// From its `digits` on: a mask of as many last ones of 32 bytes.
  alignas(kWidth) std::array<unsigned char, 4 * kWidth> last;
};

inline constexpr DigitVectors kDigitVectors = [] {
  DigitVectors vectors{};
  vectors.zeros.fill('0');
  vectors.to_lowest.fill(128 - '0');
  vectors.nine.fill(-128 + 9);
  vectors.pairs.fill(10 * 256 + 1);
  vectors.hundred_millions.fill(1e8);
  for (std::size_t i = 0; i < 8; ++i) {
    vectors.hundreds[i] = i % 2 == 0 ? 100 : 1;
    vectors.ten_thousands[i] = i % 2 == 0 ? 10'000 : 1;
  }
  std::fill(vectors.last.begin() + 2 * kWidth, vectors.last.end(), 0xFF);
  return vectors;
}();

inline const DigitVectors& digit_vectors() {
  const DigitVectors* vectors = &kDigitVectors;
  asm("" : "+r"(vectors));
  return *vectors;
}

#if defined(__wasm_simd128__)
using Vector = v128_t;

/// A bit for each of sixteen bytes that is no digit.
inline std::uint32_t others(const char* at) {
  const auto& vectors = digit_vectors();
  const Vector moved = wasm_i8x16_add(wasm_v128_load(at), wasm_v128_load(vectors.to_lowest.data()));
  return wasm_i8x16_bitmask(wasm_i8x16_gt(moved, wasm_v128_load(vectors.nine.data())));
}

/// Four numbers of four digits: of the sixteen bytes at `at` as far as the mask has 0xFF.
inline Vector fours(const char* at, const unsigned char* mask) {
  const auto& vectors = digit_vectors();
  const Vector digits =
      wasm_v128_and(wasm_i8x16_sub(wasm_v128_load(at), wasm_v128_load(vectors.zeros.data())),
                    wasm_v128_load(mask));
  const Vector twos =
      wasm_u16x8_shr(wasm_i16x8_mul(digits, wasm_v128_load(vectors.pairs.data())), 8);
  return wasm_i32x4_dot_i16x8(twos, wasm_v128_load(vectors.hundreds.data()));
}

/// Four numbers of eight digits, of two times four of four digits.
inline Vector eights(Vector a, Vector b) {
  return wasm_i32x4_dot_i16x8(wasm_u16x8_narrow_i32x4(a, b),
                              wasm_v128_load(digit_vectors().ten_thousands.data()));
}

/// The first or the second two of them as one 64-bit number, the first one below.
template <int half>
std::uint64_t two_of(Vector eights) {
  return static_cast<std::uint64_t>(wasm_i64x2_extract_lane(eights, half));
}
#elif defined(__SSE2__)
using Vector = __m128i;

inline Vector load(const void* from) { return _mm_loadu_si128(static_cast<const Vector*>(from)); }

inline std::uint32_t others(const char* at) {
  const Vector moved = _mm_add_epi8(load(at), load(kDigitVectors.to_lowest.data()));
  return static_cast<std::uint32_t>(
      _mm_movemask_epi8(_mm_cmpgt_epi8(moved, load(kDigitVectors.nine.data()))));
}

inline Vector fours(const char* at, const unsigned char* mask) {
  const Vector digits =
      _mm_and_si128(_mm_sub_epi8(load(at), load(kDigitVectors.zeros.data())), load(mask));
  const Vector twos = _mm_srli_epi16(_mm_mullo_epi16(digits, load(kDigitVectors.pairs.data())), 8);
  return _mm_madd_epi16(twos, load(kDigitVectors.hundreds.data()));
}

inline Vector eights(Vector a, Vector b) {
  return _mm_madd_epi16(_mm_packs_epi32(a, b), load(kDigitVectors.ten_thousands.data()));
}

template <int half>
std::uint64_t two_of(Vector eights) {
  std::uint64_t two = 0;
  const Vector moved = half == 0 ? eights : _mm_unpackhi_epi64(eights, eights);
  _mm_storel_epi64(reinterpret_cast<Vector*>(&two), moved);
  return two;
}
#else
inline std::uint32_t others(const char* at) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < kWidth; ++i) bits |= std::uint32_t{at[i] < '0' || at[i] > '9'} << i;
  return bits;
}

inline std::uint64_t number_at(const char* at, const unsigned char* mask) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < kWidth; ++i) {
    number = number * 10 + static_cast<std::uint64_t>((at[i] - '0') & mask[i]);
  }
  return number;
}
#endif

inline std::uint64_t sixteen_of(std::uint64_t two_eights) {
  return (two_eights & 0xFFFFFFFF) * 100'000'000 + (two_eights >> 32);
}

}  // namespace detail

/// How many of sixteen bytes are digits, before the first that is none.
inline std::size_t leading_digits(const char* at) {
  return static_cast<std::size_t>(std::countr_zero(detail::others(at) | 1U << kWidth));
}

/// The same of 32 bytes.
inline std::size_t leading_digits_of_32(const char* at) {
  const std::uint64_t behind = detail::others(at + kWidth) | 1ULL << kWidth;
  return static_cast<std::size_t>(std::countr_zero(detail::others(at) | behind << kWidth));
}

/// The number that the last `digits` of sixteen bytes spell.
inline std::uint64_t last_of_16(const char* at, std::size_t digits) {
  const unsigned char* const mask = detail::digit_vectors().last.data() + kWidth + digits;
#if defined(__wasm_simd128__) || defined(__SSE2__)
  const detail::Vector fours = detail::fours(at, mask);
  return detail::sixteen_of(detail::two_of<0>(detail::eights(fours, fours)));
#else
  return detail::number_at(at, mask);
#endif
}

/// The number that the last `digits` of 32 bytes spell, of up to 24, modulo 2^64.
inline std::uint64_t last_of_32(const char* at, std::size_t digits) {
  const unsigned char* const mask = detail::digit_vectors().last.data() + digits;
  constexpr std::uint64_t kTenTo16 = 10'000'000'000'000'000;
#if defined(__wasm_simd128__) || defined(__SSE2__)
  const detail::Vector eights =
      detail::eights(detail::fours(at, mask), detail::fours(at + kWidth, mask + kWidth));
  return (detail::two_of<0>(eights) >> 32) * kTenTo16 +
         detail::sixteen_of(detail::two_of<1>(eights));
#else
  return detail::number_at(at, mask) * kTenTo16 + detail::number_at(at + kWidth, mask + kWidth);
#endif
}

/// Twice what `last_of_16` does, of up to fifteen digits, which a double holds exactly.
inline void last_of_16(const char* at_a, std::size_t digits_a, double& a, const char* at_b,
                       std::size_t digits_b, double& b) {
#if defined(__wasm_simd128__) || defined(__SSE2__)
  const auto& vectors = detail::digit_vectors();
  const detail::Vector eights =
      detail::eights(detail::fours(at_a, vectors.last.data() + kWidth + digits_a),
                     detail::fours(at_b, vectors.last.data() + kWidth + digits_b));
#endif
#if defined(__wasm_simd128__)
  const v128_t high = wasm_f64x2_convert_low_i32x4(wasm_i32x4_shuffle(eights, eights, 0, 2, 0, 2));
  const v128_t low = wasm_f64x2_convert_low_i32x4(wasm_i32x4_shuffle(eights, eights, 1, 3, 1, 3));
  const v128_t both =
      wasm_f64x2_add(wasm_f64x2_mul(high, wasm_v128_load(vectors.hundred_millions.data())), low);
  wasm_v128_store64_lane(&a, both, 0);
  wasm_v128_store64_lane(&b, both, 1);
#elif defined(__SSE2__)
  const __m128d high = _mm_cvtepi32_pd(_mm_shuffle_epi32(eights, _MM_SHUFFLE(2, 0, 2, 0)));
  const __m128d low = _mm_cvtepi32_pd(_mm_shuffle_epi32(eights, _MM_SHUFFLE(3, 1, 3, 1)));
  const __m128d both =
      _mm_add_pd(_mm_mul_pd(high, _mm_load_pd(vectors.hundred_millions.data())), low);
  _mm_storel_pd(&a, both);
  _mm_storeh_pd(&b, both);
#else
  a = static_cast<double>(last_of_16(at_a, digits_a));
  b = static_cast<double>(last_of_16(at_b, digits_b));
#endif
}

}  // namespace perihelion::simd
