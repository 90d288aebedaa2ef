#pragma once

#include <span>

#include "perihelion/reduce.h"

namespace perihelion {

/// An exponential moving average over values that come in pieces.
class Smoother {
 public:
  explicit Smoother(const Smoothing& smoothing) : smoothing_(smoothing) {}

  /// Replaces the next values by their averages.
  void apply(std::span<double> values);

 private:
  Smoothing smoothing_;
  double sum_ = 0;
  double weights_ = 0;
};

}  // namespace perihelion
