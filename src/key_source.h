#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "client_state.h"

namespace perihelion {

/// The key for the next request. `refused` is the key that the server has just answered 401 to:
/// somebody else may have brought a new one meanwhile. All who need one at the same time ask once.
/// Throws `unauthorized` where none is to be had, `timeout` where it takes longer than `left`.
Task<std::string> key_for_request(std::shared_ptr<RestClient::State> state,
                                  const std::string* refused, std::chrono::milliseconds left,
                                  CancelToken cancel);

}  // namespace perihelion
