#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "simd.h"

namespace perihelion {

/// A text that is expected to come again, compared sixteen bytes at a time.
class Literal {
 public:
  std::size_t size() const { return size_; }

  void set(std::string_view text) {
    size_ = text.size();
    const std::size_t blocks = (size_ + simd::kWidth - 1) / simd::kWidth;
    bytes_.assign(text);
    bytes_.resize(blocks * simd::kWidth);
    mask_.assign(size_, '\xFF');
    mask_.resize(bytes_.size());
  }

  /// Whether the text stands at `at`. False also for no text, and where `end` is so near that whole
  /// blocks cannot be compared.
  bool stands_at(const char* at, const char* end) const {
    const std::size_t length = bytes_.size();
    if (length == 0 || static_cast<std::size_t>(end - at) < length) return false;
    for (std::size_t i = 0; i < length; i += simd::kWidth) {
      if (!simd::equal_under_mask(at + i, bytes_.data() + i, mask_.data() + i)) return false;
    }
    return true;
  }

 private:
  std::size_t size_ = 0;
  std::string bytes_;  ///< the text, and zeros up to the end of the last block
  std::string mask_;   ///< 0xFF where the text has a byte
};

}  // namespace perihelion
