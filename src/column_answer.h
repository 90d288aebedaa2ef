#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "perihelion/chart.h"
#include "perihelion/metric_series.h"
#include "perihelion/rest_client.h"

namespace perihelion {

/// What a point takes in the columns of a series.
constexpr std::size_t kPointBytes = 5 * sizeof(double) + sizeof(std::uint32_t);

inline std::size_t bytes_of(const MetricSeries& series) {
  return series.size() * kPointBytes + sizeof(MetricSeries);
}

std::size_t bytes_of(const ChartExperiment& experiment);

template <class T>
std::size_t bytes_of(const std::vector<T>& columns) {
  std::size_t bytes = 0;
  for (const T& one : columns) bytes += bytes_of(one);
  return bytes;
}

constexpr AnswerKind kind_of(const MetricSeries*) { return AnswerKind::series; }
constexpr AnswerKind kind_of(const ChartExperiment*) { return AnswerKind::chart; }

/// An answer of columns.
template <class T>
Answer column_answer(std::vector<T> columns) {
  const std::size_t bytes = bytes_of(columns);
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
  Answer finish(const Response&) override { return column_answer(decoder_.finish()); }

 private:
  Decoder decoder_;
};

}  // namespace perihelion
