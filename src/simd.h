#pragma once

#include <cstddef>
#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

/// The one place that knows vector instructions: sixteen bytes at a time, which is about the length
/// of the texts in metric answers. Wider registers gain nothing on them.
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

}  // namespace perihelion::simd
