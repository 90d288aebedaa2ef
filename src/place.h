#pragma once

namespace perihelion {

/// Where `part` of `whole` lies on the way from `first` to `last`, also where that is longer than
/// any double, or an end infinite.
double place_between(double first, double last, double part, double whole);

}  // namespace perihelion
