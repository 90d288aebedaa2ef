#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "simd.h"

namespace perihelion {

/// A text that is known beforehand but for the digits of some whole numbers, whose lengths are
/// known too. Looking whether it stands somewhere checks the digits along with the rest.
class DigitRun {
 public:
  static constexpr std::size_t kMost = 128;
  static constexpr std::size_t kMostNumbers = 8;
  static constexpr std::size_t kMostDigits = 15;  ///< of which a double holds every number

  std::size_t size() const { return size_; }
  std::size_t number_count() const { return number_count_; }
  bool has_room(std::size_t count) const {
    return size_ + count <= kMost && number_count_ < kMostNumbers;
  }

  void add_text(std::string_view text);
  void add_number(std::size_t digits);

  /// Whether the run stands at `at`, from where `kMost` bytes must be readable.
  bool stands_at(const char* at) const { return simd::in_ranges(at, blocks_.data(), block_count_); }

  /// Reads the numbers of the run that stands at `at`: the one at `i` into the double that
  /// `place(i)` is, and of an odd count one more. `simd::kWidth` bytes up to the end of each number
  /// must be readable.
  void read_numbers(const char* at, auto place) const {
    // Two at once cost as much as one.
    for (std::size_t i = 0; i < number_count_; i += 2) {
      const Number& a = numbers_[i];
      const Number& b = numbers_[i + 1];
      simd::last_of_16(at + a.last, a.digits, place(i), at + b.last, b.digits, place(i + 1));
    }
  }

 private:
  struct Number {
    std::ptrdiff_t last = 0;  ///< where the sixteen bytes begin that end with the number
    std::size_t digits = 0;
  };

  void add(char low, int range);

  std::array<simd::Range, kMost / simd::kWidth> blocks_{};
  std::size_t block_count_ = 0;
  std::size_t size_ = 0;
  std::array<Number, kMostNumbers> numbers_;
  std::size_t number_count_ = 0;
};

}  // namespace perihelion
