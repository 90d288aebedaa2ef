#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "perihelion/api.h"

namespace perihelion {

struct API::State {
  std::shared_ptr<const RestClient> client;
  std::optional<PanelContext> context;
  Scope scope = Scope::all;
  std::shared_ptr<Caller> caller = std::make_shared<Caller>();
  std::set<std::string> keys_within_scope;  ///< experiments whose metadata was checked already
  std::set<std::string> warnings;           ///< for the report

  /// Whether it may read the experiments that its context names, and no others.
  bool has_own_experiments() const {
    return scope == Scope::context && context->experiment_keys.has_value();
  }
};

// What the parts of API have in common.

/// Throws `invalid_argument` where the text is empty.
void require_text(const std::string& text, std::string_view argument);

RestClient::Params params_of(const ProjectRef& project);

/// The list under that name; an empty one where the server left it out, as it may.
Value list_in(Value answer, std::string_view member);

std::vector<std::string> texts(const Value& list);

/// The list of texts under that name; nothing where the server left it out.
std::optional<std::vector<std::string>> texts_in(const Value& answer, std::string_view member);

Value to_list(const std::vector<std::string>& texts);

}  // namespace perihelion
