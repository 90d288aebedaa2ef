#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "simd.h"

namespace perihelion {

/// A text that is expected to come again, compared sixteen bytes at a time.
class Literal {
 public:
  /// Longer texts are not kept: they stand nowhere.
  static constexpr std::size_t kMost = 64;

  std::size_t size() const { return size_; }

  void set(std::string_view text) {
    size_ = text.size() <= kMost ? text.size() : 0;
    bytes_ = mask_ = {};
    std::copy_n(text.begin(), size_, bytes_.begin());
    std::fill_n(mask_.begin(), size_, '\xFF');
  }

  /// Whether the text stands at `at`. False also for no text, and where `end` is so near that whole
  /// blocks cannot be compared.
  bool stands_at(const char* at, const char* end) const {
    if (size_ == 0 || end - at < static_cast<std::ptrdiff_t>(kMost)) return false;
    // Most have one block.
    return block_stands_at(at, 0) && (size_ <= simd::kWidth || others_stand_at(at));
  }

 private:
  bool block_stands_at(const char* at, std::size_t i) const {
    return simd::equal_under_mask(at + i, &bytes_[i], &mask_[i]);
  }
  bool others_stand_at(const char* at) const {
    for (std::size_t i = simd::kWidth; i < size_; i += simd::kWidth) {
      if (!block_stands_at(at, i)) return false;
    }
    return true;
  }

  std::size_t size_ = 0;
  std::array<char, kMost> bytes_{};  ///< the text, and zeros behind it
  std::array<char, kMost> mask_{};   ///< 0xFF where the text has a byte
};

}  // namespace perihelion
