#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "perihelion/column.h"

namespace perihelion {

/// Grows a column, value by value. A full block is never moved; only one that is not yet so large
/// is replaced by a larger one.
template <class T>
class ColumnBuilder {
 public:
  ColumnBuilder() = default;
  ColumnBuilder(const ColumnBuilder&) = delete;
  ColumnBuilder& operator=(const ColumnBuilder&) = delete;

  // Of the copies of an inline function, the linker might take one that was built small.
  [[gnu::always_inline]] void push_back(T value) {
    if (next_ == end_) make_room();
    *next_++ = value;
  }

  /// Where the next values can be written, at least one of them; `added` says how many were.
  std::span<T> room() {
    if (next_ == end_) make_room();
    return {next_, end_};
  }
  void added(std::size_t count) { next_ += count; }

  std::size_t size() const { return column_.size() + filled(); }

  /// Takes over a block: one of `Column::kBlockSize` values, or the last. Not after `push_back`.
  void add(std::vector<T> block) {
    column_.size_ += block.size();
    column_.blocks_.push_back(std::make_shared<const std::vector<T>>(std::move(block)));
  }

  /// The column, which takes no more memory than its values need. What the builder has beyond that
  /// stays for the next column.
  Column<T> take() {
    if (filled() == kBlock) {
      add(std::exchange(block_, {}));
    } else if (filled() > 0) {
      add(std::vector<T>(block_.data(), next_));
    }
    start_at(0);
    return std::exchange(column_, {});
  }

 private:
  static constexpr std::size_t kFirst = 16;
  static constexpr std::size_t kBlock = Column<T>::kBlockSize;

  std::size_t filled() const { return static_cast<std::size_t>(next_ - block_.data()); }

  void make_room() {
    const std::size_t count = filled();
    if (count == kBlock) {
      add(std::exchange(block_, std::vector<T>(kBlock)));
      start_at(0);
    } else {
      block_.resize(std::clamp(2 * count, kFirst, kBlock));
      start_at(count);
    }
  }

  void start_at(std::size_t count) {
    next_ = block_.data() + count;
    end_ = block_.data() + block_.size();
  }

  Column<T> column_;      ///< the full blocks
  std::vector<T> block_;  ///< the one under way, as long as it has room
  // Where the next value goes: a vector's own push_back takes WebAssembly a third longer.
  T* next_ = nullptr;
  T* end_ = nullptr;
};

}  // namespace perihelion
