#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

#include "perihelion/column.h"

namespace perihelion {

/// Grows a column, value by value. A full block is never moved; only the first one, while it is
/// small, is replaced by a larger one.
template <class T>
class ColumnBuilder {
 public:
  void push_back(T value) {
    if (next_ == end_) grow();
    *next_++ = value;
  }

  /// The column, which takes no more memory than its values need; nothing stays.
  Column<T> take() {
    if (!column_.blocks_.empty()) {
      column_.size_ = size();
      if (next_ != end_) resize_last(filled());
    }
    next_ = end_ = nullptr;
    return std::exchange(column_, {});
  }

 private:
  static constexpr std::size_t kFirst = 16;
  static constexpr std::size_t kBlock = Column<T>::kBlockSize;

  std::size_t filled() const { return static_cast<std::size_t>(next_ - column_.blocks_.back().get()); }
  std::size_t size() const { return (column_.blocks_.size() - 1) * kBlock + filled(); }

  void grow() {
    if (column_.blocks_.size() == 1 && filled() < kBlock) {
      resize_last(std::min(2 * filled(), kBlock));
      return;
    }
    const std::size_t room = column_.blocks_.empty() ? kFirst : kBlock;
    next_ = column_.blocks_.emplace_back(new T[room]).get();
    end_ = next_ + room;
  }

  void resize_last(std::size_t room) {
    std::shared_ptr<T[]>& last = column_.blocks_.back();
    const std::size_t count = filled();
    std::shared_ptr<T[]> resized(new T[room]);
    std::copy_n(last.get(), count, resized.get());
    last = std::move(resized);
    next_ = last.get() + count;
    end_ = last.get() + room;
  }

  Column<T> column_;
  T* next_ = nullptr;
  T* end_ = nullptr;
};

}  // namespace perihelion
