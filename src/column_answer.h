#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "perihelion/chart.h"
#include "perihelion/metric_series.h"
#include "perihelion/rest_client.h"

namespace perihelion {

/// What a point takes in the columns of a series.
constexpr std::size_t kPointBytes = 5 * sizeof(double) + sizeof(std::uint32_t);

/// About what a column takes beside its values, as blocks here or as a typed array in JavaScript.
constexpr std::size_t kColumnBytes = 256;
constexpr std::size_t kSeriesBytes = 6 * kColumnBytes + sizeof(MetricSeries);

/// And what a map takes for an entry, beside key and value.
constexpr std::size_t kNodeBytes = 6 * sizeof(void*);

inline std::size_t bytes_of(std::string_view text) { return sizeof(std::string) + text.size(); }

constexpr AnswerKind kind_of(const MetricSeries*) { return AnswerKind::series; }
constexpr AnswerKind kind_of(const ChartExperiment*) { return AnswerKind::chart; }

/// An answer of columns that take about so many bytes.
template <class T>
Answer column_answer(std::vector<T> columns, std::size_t bytes) {
  return {std::make_shared<const std::vector<T>>(std::move(columns)), bytes,
          kind_of(static_cast<const T*>(nullptr))};
}

template <class T>
const std::vector<T>& columns_in(const Answer& answer) {
  return *static_cast<const std::vector<T>*>(answer.value.get());
}

/// Gives the client a decoder of columns.
template <class Decoder>
class ColumnDecoder : public BodyDecoder {
 public:
  template <class... Args>
  explicit ColumnDecoder(Args&&... args) : decoder_(std::forward<Args>(args)...) {}

  void feed(const Response&, std::string_view piece) override { decoder_.feed(piece); }
  std::size_t bytes() const override { return decoder_.bytes(); }
  Answer finish(const Response&) override {
    const std::size_t bytes = decoder_.bytes();
    return column_answer(decoder_.finish(), bytes);
  }

 private:
  Decoder decoder_;
};

}  // namespace perihelion
