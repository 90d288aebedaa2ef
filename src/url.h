#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perihelion {

/// Query parameters in the order in which they are sent.
using Params = std::vector<std::pair<std::string, std::string>>;

/// Percent-encodes as HTML forms do, which is what the Python SDK sends: a blank becomes '+', '/'
/// becomes %2F.
std::string encode_form(std::string_view text);

/// `?a=1&b=2`, or nothing where there are no parameters.
std::string query_string(const Params& params);

}  // namespace perihelion
