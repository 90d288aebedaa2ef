#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace perihelion {

/// What went wrong, in a form that programs may switch on. Codes are stable across versions;
/// messages are not.
enum class ErrorCode {
  invalid_argument,  ///< the call was wrong; the message says what would be right. Or any other 4xx
  unauthorized,      ///< the server refused the key (401), or none was given
  forbidden,         ///< outside the panel's scope, or the server's answer was 402 or 403
  not_found,         ///< the server has no such thing (404)
  rate_limited,      ///< 429
  server,            ///< 5xx
  network,           ///< no answer arrived, or it broke off
  timeout,           ///< the call's deadline passed
  cancelled,         ///< the caller cancelled
  bad_response,      ///< an answer that is not what the contract promises
  too_large,         ///< an answer beyond `ClientOptions::max_series_bytes`
  closed,            ///< the client was closed before the call ended
};

/// The code's name as it appears in JavaScript, for instance "not_found".
std::string_view to_string(ErrorCode code);

/// Every failure of this library. No message holds the API key.
class Error : public std::runtime_error {
 public:
  /// @param status the HTTP status, 0 where there was no answer
  /// @param request the request in the form "GET /api/rest/v2/…", empty where none was made
  Error(ErrorCode code, const std::string& message, int status = 0, std::string request = {});

  ErrorCode code() const { return code_; }
  int status() const { return status_; }
  const std::string& request() const { return request_; }

 private:
  ErrorCode code_;
  int status_;
  std::string request_;
};

}  // namespace perihelion
