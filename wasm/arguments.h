#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "perihelion/value.h"

namespace perihelion {

/// The arguments of a call: one object under the Panels SDK's names, as JSON. Each getter throws
/// `invalid_argument` with the name of an argument of another type.
class Arguments {
 public:
  explicit Arguments(const std::string& json);

  /// Of any type; null where the argument is left out.
  const Value& value(std::string_view name) const { return members_[name]; }

  /// A text; an empty one where the argument is left out.
  std::string text(std::string_view name) const;

  /// A list of texts; an empty one where the argument is left out.
  std::vector<std::string> texts(std::string_view name) const;

  bool flag(std::string_view name, bool otherwise) const;

  /// A whole number of 0 or more.
  int count(std::string_view name) const;

 private:
  Value members_;
};

}  // namespace perihelion
