#include "perihelion/column.h"

#include <gtest/gtest.h>

#include <numeric>

#include "column_builder.h"

namespace perihelion {
namespace {

using Integers = Column<std::int64_t>;

Integers counting(ColumnBuilder<std::int64_t>& builder, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) builder.push_back(static_cast<std::int64_t>(i));
  return builder.take();
}

TEST(Column, HoldsWhatWasAddedAtEverySize) {
  ColumnBuilder<std::int64_t> builder;
  const std::size_t block = Integers::kBlockSize;
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{17}, block - 1, block,
                                  block + 1, 3 * block, 3 * block + 5}) {
    const Integers column = counting(builder, count);
    std::vector<std::int64_t> expected(count);
    std::iota(expected.begin(), expected.end(), 0);
    EXPECT_EQ(column.to_vector(), expected);
    EXPECT_EQ(column, Integers(std::span<const std::int64_t>(expected)));
    EXPECT_EQ(column.block_count(), (count + block - 1) / block);
    std::size_t in_blocks = 0;
    for (std::size_t i = 0; i < column.block_count(); ++i) in_blocks += column.block(i).size();
    EXPECT_EQ(in_blocks, count);
  }
}

TEST(Column, CopiesShareWhatTheyHold) {
  ColumnBuilder<std::int64_t> builder;
  auto column = std::make_unique<Integers>(counting(builder, 20'000));
  const Integers copy = *column;
  EXPECT_EQ(&copy[12'345], &(*column)[12'345]);
  column.reset();
  EXPECT_EQ(copy.back(), 19'999);
}

TEST(Column, WhatIsAddedLaterChangesNoColumnThatWasTaken) {
  ColumnBuilder<std::int64_t> builder;
  const Integers first = counting(builder, 100);
  builder.push_back(-1);
  EXPECT_EQ(first.front(), 0);
  EXPECT_EQ(builder.take(), Integers{-1});
}

TEST(Column, DiffersByLengthAndValue) {
  EXPECT_EQ((Integers{1, 2}), (Integers{1, 2}));
  EXPECT_NE((Integers{1, 2}), (Integers{1, 3}));
  EXPECT_NE((Integers{1, 2}), (Integers{1}));
}

}  // namespace
}  // namespace perihelion
