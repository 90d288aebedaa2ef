#pragma once

#include <string>

#include "answers.h"

namespace conformance {

/// Calls a method of the API by its name, with its arguments under the seed's names.
Json call_method(const perihelion::API& api, const std::string& method, const Json& args);

/// Calls a getter of an experiment by its name, with a list of arguments.
Json call_getter(const perihelion::APIExperiment& experiment, const std::string& getter,
                 const Json& args);

}  // namespace conformance
