#include "smoother.h"

#include <cmath>

namespace perihelion {

void Smoother::apply(std::span<double> values) {
  const double weight = smoothing_.weight;
  if (weight == 0) return;
  for (double& value : values) {
    if (!std::isfinite(value)) continue;
    if (smoothing_.debias) {
      sum_ = weight * sum_ + value;
      weights_ = weight * weights_ + 1;
    } else {
      sum_ = weights_ == 0 ? value : weight * sum_ + (1 - weight) * value;
      weights_ = 1;
    }
    value = sum_ / weights_;
  }
}

}  // namespace perihelion
