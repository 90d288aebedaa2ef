#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "perihelion/rest_client.h"

namespace perihelion {

/// For whom a request is made: who began it, and then those who joined.
struct Audience {
  std::vector<std::shared_ptr<Caller>> callers;

  Caller& first() const { return *callers.front(); }

  void join(const std::shared_ptr<Caller>& caller) {
    if (std::ranges::find(callers, caller) == callers.end()) callers.push_back(caller);
  }

  bool in_sight() const {
    return std::ranges::any_of(callers, [](const auto& caller) { return caller->in_sight; });
  }

  void received(std::size_t bytes) const {
    for (const auto& caller : callers) caller->received += static_cast<std::int64_t>(bytes);
  }
};

}  // namespace perihelion
