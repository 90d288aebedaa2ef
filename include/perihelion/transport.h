#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "perihelion/cancel.h"
#include "perihelion/task.h"

namespace perihelion {

/// Name and value, both as sent.
using Header = std::pair<std::string, std::string>;

/// One HTTP request.
struct Request {
  std::string method;                         ///< "GET" or "POST"
  std::string url;                            ///< absolute, encoded, without the key
  std::vector<Header> headers;                ///< among them Authorization
  std::string body;                           ///< sent with POST only
  std::chrono::milliseconds timeout{60'000};  ///< until the last byte of the answer
  bool credentials = false;                   ///< send cookies to another origin too; browsers only
};

/// The head of an answer. Every status is an answer, also 4xx and 5xx.
struct Response {
  int status = 0;
  std::vector<Header> headers;  ///< names in lower case

  /// The first header of that lower-case name, or empty.
  std::string_view header(std::string_view name) const;
};

/// Takes the body piece by piece as it arrives; a piece is valid only during the call. An exception
/// that it throws aborts the request and leaves `send`.
using BodySink = std::function<void(const Response& head, std::string_view piece)>;

/// The one way out: how bytes get to a server and back.
class Transport {
 public:
  virtual ~Transport() = default;

  /// Sends and returns the head once the last byte of the body has gone to `sink`. Throws `network`
  /// where no whole answer came, `timeout` after `request.timeout`, and `cancelled` as soon as the
  /// token says so; the connection is then aborted.
  virtual Task<Response> send(Request request, BodySink sink, CancelToken cancel) = 0;

  /// Returns after `duration` on the transport's clock; throws `cancelled` as soon as the token
  /// says so.
  virtual Task<void> wait(std::chrono::milliseconds duration, CancelToken cancel) = 0;
};

}  // namespace perihelion
