#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

#include "number_text.h"
#include "simd.h"

// The compiler takes these functions for too long, and every number would pass through memory.
#define PERIHELION_INLINE [[gnu::always_inline]] inline

/// Numbers of metric answers at the speed of the machine: the usual spellings only. What is unusual
/// is declined, and read by number.h, with the same result.
namespace perihelion::fast {

/// So many bytes from where a number begins must be readable, and so many before it.
constexpr std::ptrdiff_t kNumberRoom = 128;
constexpr std::ptrdiff_t kRoomBefore = 32;

struct Number {
  double value = 0;
  std::int64_t integer = 0;
  bool is_integer = false;  ///< spelt without point and exponent, so that `integer` is exact
};

/// Makes the step over a byte that is there or not a branch, which processors foresee, and not an
/// addition of its outcome, for which all that follows would have to wait.
PERIHELION_INLINE bool step_over(char c, const char*& at) {
  if (*at != c) return false;
  ++at;
  asm volatile("" : "+r"(at));
  return true;
}

namespace detail {

constexpr auto kPowersOfTen = [] {
  std::array<std::uint64_t, 25> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = 10 * powers[i - 1];
  return powers;
}();
constexpr std::array kExactPowers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int kMostExactPower = 22;
constexpr std::size_t kMostExactDigits = 15;
constexpr std::size_t kMostDigits = 18;  ///< of which any number fits into 63 bits
constexpr std::size_t kMostPlaces = 24;  ///< which `last_of_32` can read

/// The first 64 bits of 10^power for the powers from `kLeastPower` to `kMostPower`.
constexpr int kLeastPower = -64;
constexpr int kMostPower = 32;
constexpr auto kPowerBits = [] {
  using Words = std::array<std::uint32_t, 12>;  // the most significant one first
  const auto first_bits = [](const Words& words) {
    std::size_t i = 0;
    while (words[i] == 0) ++i;
    const auto word = [&](std::size_t at) -> std::uint64_t { return at < 12 ? words[at] : 0; };
    const int shift = std::countl_zero(words[i]);
    return (word(i) << 32 | word(i + 1)) << shift | word(i + 2) << shift >> 32;
  };
  // Powers of five have the same bits: exact ones upwards, 2^383 by them downwards.
  std::array<std::uint64_t, kMostPower - kLeastPower + 1> bits{};
  Words words{};
  words[11] = 1;
  for (int power = 0; power <= kMostPower; ++power) {
    bits[static_cast<std::size_t>(power - kLeastPower)] = first_bits(words);
    std::uint64_t carry = 0;
    for (std::size_t i = 12; i-- > 0; carry >>= 32) {
      carry += std::uint64_t{words[i]} * 5;
      words[i] = static_cast<std::uint32_t>(carry);
    }
  }
  words = {0x80000000};
  for (int power = -1; power >= kLeastPower; --power) {
    std::uint64_t rest = 0;
    for (std::uint32_t& word : words) {
      rest = rest << 32 | word;
      word = static_cast<std::uint32_t>(rest / 5);
      rest %= 5;
    }
    bits[static_cast<std::size_t>(power - kLeastPower)] = first_bits(words);
  }
  return bits;
}();

/// digits × 10^power, rounded correctly, of a number of at most `count` digits that is none of the
/// longest. False where that takes more bits of the product than are looked at, which is seldom.
PERIHELION_INLINE bool scale(std::uint64_t digits, std::size_t count, int power, double& out) {
  // Up to 2^53 it would do: but how many digits there are is known long before their value, and
  // foreseen more often.
  if (count <= kMostExactDigits && power >= -kMostExactPower && power <= kMostExactPower) {
    const auto exact = static_cast<double>(static_cast<std::int64_t>(digits));
    const double scale = kExactPowers[static_cast<std::size_t>(power < 0 ? -power : power)];
    out = power < 0 ? exact / scale : exact * scale;
    return true;
  }
  const int shift = std::countl_zero(digits) - 1;
  const std::uint64_t left = digits << shift;
  const std::uint64_t right = kPowerBits[static_cast<std::size_t>(power - kLeastPower)];
  // WebAssembly has no multiplication to 128 bits.
  constexpr std::uint64_t kLow = 0xFFFFFFFF;
  const std::uint64_t low_high = (left & kLow) * (right >> 32);
  const std::uint64_t high_low = (left >> 32) * (right & kLow);
  const std::uint64_t middle =
      ((left & kLow) * (right & kLow) >> 32) + (low_high & kLow) + (high_low & kLow);
  const std::uint64_t high =
      (left >> 32) * (right >> 32) + (low_high >> 32) + (high_low >> 32) + (middle >> 32);
  // With more bits of the power it would be larger by less than half of the last bit of `high`.
  // Only where that crosses a multiple of 256, or it lies on one, could the double be another one.
  const std::uint64_t last_40 = (high << 32 | (middle & kLow)) & 0xFFFFFFFFFF;
  if (last_40 - 1 >= 0xFF7FFFFFFE) return false;
  const auto mantissa = static_cast<double>(static_cast<std::int64_t>(high | 1));
  // 10^power is `right` × 2^(binary - 63).
  const int binary = 217'706 * power >> 16;
  out =
      mantissa * std::bit_cast<double>(static_cast<std::uint64_t>(binary + 1 - shift + 1023) << 52);
  return true;
}

/// With how many zeros eight bytes begin.
inline std::size_t leading_zeros(const char* at) {
  constexpr std::uint64_t kZeros = 0x3030303030303030;
  std::uint64_t bytes = 0;
  static_assert(std::endian::native == std::endian::little);
  std::memcpy(&bytes, at, sizeof(bytes));
  return static_cast<std::size_t>(std::countr_zero(bytes ^ kZeros)) / 8;
}

/// Reads the exponent that begins at `at` and returns the byte behind it; null where it has no
/// digits, or many.
inline const char* read_exponent(const char* at, int& exponent) {
  ++at;
  const bool down = *at == '-';
  at += down || *at == '+';
  const char* const first = at;
  int value = 0;
  for (; *at >= '0' && *at <= '9' && at - first < 5; ++at) value = 10 * value + (*at - '0');
  if (at == first || at - first == 5) return nullptr;
  exponent = down ? -value : value;
  return at;
}

}  // namespace detail

/// Reads what is left of a decimal of the commonest kind, behind "0." or another digit and the
/// point, without an exponent. Null where it is none, for `read_value`.
PERIHELION_INLINE const char* read_fraction(const char* at, std::uint64_t whole, double& out) {
  using namespace detail;
  const std::size_t places = simd::leading_digits_of_32(at);
  if (places >= kMostDigits) {
    // Zeros in front are no digits of the number.
    if (whole != 0 || places > kMostPlaces || places - leading_zeros(at) > kMostDigits) {
      return nullptr;
    }
  }
  const char* const behind = at + places;
  if (places == 0 || (*behind | 0x20) == 'e') return nullptr;
  const std::uint64_t digits =
      whole * kPowersOfTen[places] + simd::last_of_32(behind - 2 * simd::kWidth, places);
  return scale(digits, places + 1, -static_cast<int>(places), out) ? behind : nullptr;
}

/// Reads what a metric answer may have in a number's place: a JSON number, the text of one, or
/// null, which is NaN. Returns the byte behind it; null where it is of an unusual kind, or none.
[[gnu::noinline]] inline const char* read_value(const char* at, Number& out) {
  using namespace detail;
  if (*at == 'n') {
    out = {std::numeric_limits<double>::quiet_NaN(), 0, false};
    return std::memcmp(at, "null", 4) == 0 ? at + 4 : nullptr;
  }
  const bool text = step_over('"', at);
  const char* const begin = at;
  const bool negative = step_over('-', at);
  const char* const first = at;
  std::size_t count = simd::leading_digits(at);
  if (count == 0 || (*first == '0' && count > 1)) return nullptr;
  at += count;
  std::uint64_t digits = simd::last_of_16(at - simd::kWidth, count);
  int power = 0;
  out.is_integer = *at != '.' && (*at | 0x20) != 'e';
  if (*at == '.') {
    const std::size_t places = simd::leading_digits_of_32(++at);
    if (places == 0 || places > kMostPlaces) return nullptr;
    at += places;
    digits = digits * kPowersOfTen[places] + simd::last_of_32(at - 2 * simd::kWidth, places);
    power = -static_cast<int>(places);
    count += places;
    if (count > kMostDigits && *first == '0') count -= 1 + leading_zeros(at - places);
    if (count > kMostDigits) return nullptr;
  }
  if ((*at | 0x20) == 'e') {
    int exponent = 0;
    at = read_exponent(at, exponent);
    power += exponent;
    if (!at || power < kLeastPower || power > kMostPower) return nullptr;
  }
  if (*at >= '0' && *at <= '9') return nullptr;
  if (out.is_integer) {
    out.integer = static_cast<std::int64_t>(negative ? 0 - digits : digits);
    out.value = static_cast<double>(static_cast<std::int64_t>(digits));
    if (negative) out.value = -out.value;
  } else if (!scale(digits, count, power, out.value)) {
    out.value = nearest_double({begin, static_cast<std::size_t>(at - begin)});
  } else if (negative) {
    out.value = -out.value;
  }
  if (!text) return at;
  return *at == '"' ? at + 1 : nullptr;
}

}  // namespace perihelion::fast

#undef PERIHELION_INLINE
