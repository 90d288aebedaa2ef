#include <algorithm>

#include "perihelion/transport.h"

namespace perihelion {

std::string_view Response::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Header::first);
  return found == headers.end() ? std::string_view() : found->second;
}

}  // namespace perihelion
