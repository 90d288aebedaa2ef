#pragma once

#include <string>

namespace perihelion {

/// An absolute http or https address.
bool is_http(const std::string& url);

/// Both addresses have the same scheme, host and port.
bool same_origin(const std::string& one, const std::string& other);

}  // namespace perihelion
