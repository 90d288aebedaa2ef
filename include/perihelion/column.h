#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <span>
#include <vector>

namespace perihelion {

/// Numbers in a row that do not change any more: like a `const std::vector`, but in blocks, so that
/// a column grows without being moved, and copies share the blocks, so that copying costs nothing.
template <class T>
class Column {
 public:
  static constexpr std::size_t kBlockSize = 8192;  ///< values in every block but the last

  Column() = default;
  Column(std::initializer_list<T> values) : Column(std::span<const T>(values)) {}
  explicit Column(std::span<const T> values) : size_(values.size()) {
    for (; !values.empty(); values = values.subspan(std::min(kBlockSize, values.size()))) {
      const auto block = values.first(std::min(kBlockSize, values.size()));
      blocks_.push_back(std::make_shared<const std::vector<T>>(block.begin(), block.end()));
    }
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /// Defined, as `front` and `back` are, only where there is such a value.
  const T& operator[](std::size_t i) const { return (*blocks_[i / kBlockSize])[i % kBlockSize]; }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return (*this)[size_ - 1]; }

  /// The values as they lie in memory: `block(0)`, then `block(1)`, up to `block_count() - 1`.
  std::size_t block_count() const { return blocks_.size(); }
  std::span<const T> block(std::size_t i) const { return *blocks_[i]; }

  /// A copy in one piece.
  std::vector<T> to_vector() const { return {begin(), end()}; }

  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    Iterator(const Column& column, std::size_t at) : column_(&column), at_(at) {}
    const T& operator*() const { return (*column_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return {*column_, at_++}; }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const Column* column_ = nullptr;
    std::size_t at_ = 0;
  };

  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size_}; }

  friend bool operator==(const Column& a, const Column& b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
  }

 private:
  template <class>
  friend class ColumnBuilder;

  std::vector<std::shared_ptr<const std::vector<T>>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace perihelion
