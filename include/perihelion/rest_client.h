#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "perihelion/cancel.h"
#include "perihelion/task.h"
#include "perihelion/transport.h"
#include "perihelion/value.h"

namespace perihelion {

struct Endpoint;

/// Where the server is, and how to be let in.
struct ClientOptions {
  std::string base_url;         ///< for instance "https://www.comet.com"; a path in it is kept
  std::string api_key;          ///< sent as the Authorization header; empty sends none
  std::vector<Header> headers;  ///< further headers for every request
  std::chrono::milliseconds timeout{60'000};  ///< for one request, until the last byte
};

/// The one place that knows HTTP: turns endpoints and parameters into requests, and answers into
/// values or errors. One client serves many `API`s.
class RestClient {
 public:
  using Params = std::vector<std::pair<std::string, std::string>>;

  /// Takes a good answer as it arrives. What either throws ends the request.
  struct BodyReader {
    std::function<void(std::string_view piece)> feed;
    std::function<void()> finish;  ///< after the last piece
  };

  /// Throws `invalid_argument` where `base_url` is no http(s) address.
  RestClient(std::shared_ptr<Transport> transport, ClientOptions options);

  /// Sends a GET and parses the whole JSON answer.
  Task<Value> get(const Endpoint& endpoint, Params params, CancelToken cancel) const;

  /// Sends a request, with `body` where it is a POST, and hands a good answer to `reader`. A
  /// `bad_response` from the reader is thrown on with the request's name and the beginning of what
  /// was answered.
  Task<void> stream(const Endpoint& endpoint, Params params, Value body, BodyReader reader,
                    CancelToken cancel) const;

 private:
  std::shared_ptr<Transport> transport_;
  ClientOptions options_;
};

}  // namespace perihelion
