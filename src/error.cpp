#include "perihelion/error.h"

#include <algorithm>
#include <utility>

namespace perihelion {
namespace {

/// In one line, without what a terminal would obey, or what would end the text of an exception:
/// messages quote what others wrote.
std::string printable(std::string text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  std::ranges::replace_if(text, is_control, ' ');
  return text;
}

}  // namespace

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::unauthorized:
      return "unauthorized";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::rate_limited:
      return "rate_limited";
    case ErrorCode::server:
      return "server";
    case ErrorCode::network:
      return "network";
    case ErrorCode::timeout:
      return "timeout";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::bad_response:
      return "bad_response";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::closed:
      return "closed";
  }
  return "bad_response";
}

Error::Error(ErrorCode code, const std::string& message, int status, std::string request)
    : std::runtime_error(printable(message)),
      code_(code),
      status_(status),
      request_(std::move(request)) {}

}  // namespace perihelion
