#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

#include "perihelion/column.h"

namespace perihelion {

/// Grows a column, value by value. A full block is never moved; only one that is not yet so large
/// is replaced by a larger one.
template <class T>
class ColumnBuilder {
 public:
  void push_back(T value) {
    if (next_ == end_) grow();
    *next_++ = value;
  }

  /// The column, which takes no more memory than its values need. What the builder has beyond that
  /// stays for the next column.
  Column<T> take() {
    if (const std::size_t count = filled(); count == kBlock) {
      add_block();
      next_ = end_ = nullptr;
    } else if (count > 0) {
      std::shared_ptr<T[]> rest(new T[count]);
      std::copy_n(block_.get(), count, rest.get());
      column_.blocks_.push_back(std::move(rest));
      column_.size_ += count;
      next_ = block_.get();
    }
    return std::exchange(column_, {});
  }

 private:
  static constexpr std::size_t kFirst = 16;
  static constexpr std::size_t kBlock = Column<T>::kBlockSize;

  std::size_t filled() const { return static_cast<std::size_t>(next_ - block_.get()); }

  void grow() {
    const std::size_t count = filled();
    const bool full = count == kBlock;
    const std::size_t room = count == 0 ? kFirst : std::min(2 * count, kBlock);
    std::shared_ptr<T[]> block(new T[room]);
    if (full) {
      add_block();
    } else {
      std::copy_n(block_.get(), count, block.get());
    }
    block_ = std::move(block);
    next_ = block_.get() + (full ? 0 : count);
    end_ = block_.get() + room;
  }

  void add_block() {
    column_.blocks_.push_back(std::move(block_));
    column_.size_ += kBlock;
  }

  Column<T> column_;            ///< the full blocks
  std::shared_ptr<T[]> block_;  ///< the one under way
  T* next_ = nullptr;
  T* end_ = nullptr;
};

}  // namespace perihelion
