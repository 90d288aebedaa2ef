#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "perihelion/api.h"

namespace perihelion {

struct API::State {
  std::shared_ptr<const RestClient> client;
  std::optional<PanelContext> context;
  Scope scope = Scope::all;
  std::set<std::string> keys_within_scope;  ///< experiments whose metadata was checked already
};

}  // namespace perihelion
