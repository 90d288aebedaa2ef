#include "digit_run.h"

#include <algorithm>

namespace perihelion {

void DigitRun::add_text(std::string_view text) {
  for (const char c : text) add(c, 0);
}

void DigitRun::add_number(std::size_t digits) {
  // JSON has no zero before other digits.
  add(digits == 1 ? '0' : '1', digits == 1 ? 9 : 8);
  for (std::size_t i = 1; i < digits; ++i) add('0', 9);
  const auto end = static_cast<std::ptrdiff_t>(size_);
  numbers_[number_count_++] = {end - static_cast<std::ptrdiff_t>(simd::kWidth), digits};
}

void DigitRun::add(char low, int range) {
  if (size_ % simd::kWidth == 0) std::ranges::fill(blocks_[block_count_++].range, 0xFF);
  simd::Range& block = blocks_[block_count_ - 1];
  block.low[size_ % simd::kWidth] = static_cast<unsigned char>(low);
  block.range[size_ % simd::kWidth] = static_cast<unsigned char>(range);
  ++size_;
}

}  // namespace perihelion
