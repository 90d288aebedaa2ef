#pragma once

#include <fast_float/fast_float.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

// The compiler takes these functions for too long, and every number would pass through memory.
#define PERIHELION_INLINE [[gnu::always_inline]] inline

/// Numbers of metric answers at the speed of the machine: the usual spellings only. What is unusual
/// is declined, and read by number.h, with the same result.
namespace perihelion::fast {

/// So many bytes from where a number begins must be readable.
constexpr std::ptrdiff_t kNumberRoom = 128;

struct Number {
  double value = 0;
  std::int64_t integer = 0;
  bool is_integer = false;  ///< spelt without point and exponent, so that `integer` is exact
};

namespace detail {

constexpr std::uint64_t repeated(unsigned char byte) { return 0x0101010101010101ULL * byte; }

constexpr std::array<std::uint64_t, 8> kPowersOfTen = {1,     10,     100,     1000,
                                                       10000, 100000, 1000000, 10000000};
constexpr std::array kExactPowers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int kMostExactPower = 22;
constexpr int kMostDigits = 19;  ///< of which any number fits into 64 bits

static_assert(std::endian::native == std::endian::little);

inline std::uint64_t load_eight(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof(bytes));
  return bytes ^ repeated('0');
}

/// A bit in every byte of `load_eight` that is no digit, and perhaps in bytes behind one.
inline std::uint64_t others(std::uint64_t bytes) {
  return (bytes | (bytes + repeated(6))) & repeated(0xF0);
}

/// The number that eight digits spell.
inline std::uint64_t value_of(std::uint64_t bytes) {
  constexpr std::uint64_t kPairs = 0x000000FF000000FF;
  bytes = bytes * 10 + (bytes >> 8);
  return ((bytes & kPairs) * (100 + (1'000'000ULL << 32)) +
          (bytes >> 16 & kPairs) * (1 + (10'000ULL << 32))) >>
         32;
}

/// Makes the step over a byte that is there or not a branch, which processors foresee, and not an
/// addition of its outcome, for which all that follows would have to wait.
PERIHELION_INLINE bool step_over(char c, const char*& at) {
  if (*at != c) return false;
  ++at;
  asm volatile("" : "+r"(at));
  return true;
}

/// Adds the digits that begin at `at` to `digits`, eight at once, and returns the first byte that
/// is none. It stops after 31 digits, which is more than are ever used.
PERIHELION_INLINE const char* read_digits(const char* at, std::uint64_t& digits) {
  std::uint64_t bytes = load_eight(at);
  const auto eight = [&] {
    if (others(bytes) != 0) return false;
    digits = digits * 100'000'000 + value_of(bytes);
    at += 8;
    bytes = load_eight(at);
    return true;
  };
  // No loop, whose every round WebAssembly engines interrupt to see whether they are to stop.
  (void)(eight() && eight() && eight());
  // Up to seven digits are left; they move to the last places, behind zeros.
  const int count = std::countr_zero(others(bytes) | 1ULL << 63) / 8;
  digits = digits * kPowersOfTen[static_cast<std::size_t>(count)] +
           value_of(bytes << 8 * (7 - count) << 8);
  return at + count;
}

/// digits × 10^power, rounded correctly. False where that takes more digits of the power than
/// fast_float's tables have.
PERIHELION_INLINE bool scale(std::uint64_t digits, int power, double& out) {
  if (digits <= 1ULL << 53 && power >= -kMostExactPower && power <= kMostExactPower) {
    const auto exact = static_cast<double>(digits);
    const double scale = kExactPowers[static_cast<std::size_t>(power < 0 ? -power : power)];
    out = power < 0 ? exact / scale : exact * scale;
    return true;
  }
  const auto binary = fast_float::compute_float<fast_float::binary_format<double>>(power, digits);
  if (binary.power2 < 0) return false;
  out = std::bit_cast<double>(static_cast<std::uint64_t>(binary.mantissa) |
                              static_cast<std::uint64_t>(binary.power2) << 52);
  return true;
}

}  // namespace detail

/// Reads the JSON number at `at` and returns the byte behind it; null where it is of an unusual
/// kind, or none.
PERIHELION_INLINE const char* read_number(const char* at, Number& out) {
  using namespace detail;
  const bool negative = step_over('-', at);
  const char* const first = at;
  auto digits = static_cast<std::uint64_t>(static_cast<unsigned char>(*at - '0'));
  if (digits < 10 && at[1] == '.') {
    ++at;
  } else {
    digits = 0;
    at = read_digits(at, digits);
  }
  auto count = at - first;
  if (count == 0 || count > kMostDigits || (*first == '0' && count > 1)) return nullptr;

  if (*at != '.' && (*at | 0x20) != 'e') {
    constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (digits > kLargest) return nullptr;
    const auto integer = static_cast<std::int64_t>(digits);
    const auto value = static_cast<double>(digits);
    out = {negative ? -value : value, negative ? -integer : integer, true};
    return at;
  }

  int power = 0;
  if (*at == '.') {
    const char* const fraction = ++at;
    at = read_digits(at, digits);
    if (at == fraction) return nullptr;
    power = static_cast<int>(fraction - at);
    count += at - fraction;
    if (count > kMostDigits) {
      for (const char* zero = first; *zero == '0' || *zero == '.'; ++zero) count -= *zero == '0';
      if (count > kMostDigits || at - fraction > 30) return nullptr;
    }
  }
  if ((*at | 0x20) == 'e') {
    ++at;
    const bool down = *at == '-';
    at += down || *at == '+';
    const char* const exponent = at;
    int value = 0;
    for (; *at >= '0' && *at <= '9' && at - exponent < 5; ++at) value = 10 * value + (*at - '0');
    if (at == exponent || at - exponent == 5) return nullptr;
    power += down ? -value : value;
  }
  out.is_integer = false;
  if (!scale(digits, power, out.value)) return nullptr;
  if (negative) out.value = -out.value;
  return at;
}

/// The same for what a metric answer may have in a number's place: a number, the text of one, or
/// null, which is NaN. Null too where `end` is so near that it could be cut.
PERIHELION_INLINE const char* read_value(const char* at, const char* end, Number& out) {
  if (end - at < kNumberRoom) return nullptr;
  if (*at == 'n') {
    out = {std::numeric_limits<double>::quiet_NaN(), 0, false};
    return std::memcmp(at, "null", 4) == 0 ? at + 4 : nullptr;
  }
  const bool text = detail::step_over('"', at);
  at = read_number(at, out);
  if (!text || !at) return at;
  return *at == '"' ? at + 1 : nullptr;
}

}  // namespace perihelion::fast

#undef PERIHELION_INLINE
