#include "perihelion/rest_client.h"

#include "endpoints.h"
#include "json.h"
#include "perihelion/error.h"
#include "url.h"

namespace perihelion {
namespace {

constexpr std::string_view kRestPath = "/api/rest/v2/";
constexpr std::size_t kLongestQuote = 200;
constexpr std::size_t kLongestErrorBody = 64 * 1024;

ErrorCode code_of(int status) {
  switch (status) {
    case 401:
      return ErrorCode::unauthorized;
    case 402:
    case 403:
      return ErrorCode::forbidden;
    case 404:
      return ErrorCode::not_found;
    case 429:
      return ErrorCode::rate_limited;
    default:
      if (status >= 500) return ErrorCode::server;
      return status >= 400 ? ErrorCode::invalid_argument : ErrorCode::bad_response;
  }
}

/// What the server says of its own error: Comet's `msg`, or else the beginning of the body.
std::string reason(std::string_view body) {
  try {
    const Value& message = parse_json(body)["msg"];
    if (message.is_string()) return message.as_string();
  } catch (const Error&) {
    // Not JSON: a proxy's page, perhaps. Its beginning says more than nothing.
  }
  return std::string(body.substr(0, kLongestQuote));
}

[[noreturn]] void throw_status(int status, std::string_view body, const std::string& request) {
  const std::string why = reason(body);
  throw Error(code_of(status),
              request + " was answered with status " + std::to_string(status) +
                  (why.empty() ? std::string() : ": " + why),
              status, request);
}

std::string normal_base(std::string url) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) {
    throw Error(ErrorCode::invalid_argument, "the base URL '" + url +
                                                 "' is no http:// or https:// address, such as "
                                                 "https://www.comet.com");
  }
  while (url.ends_with('/')) url.pop_back();
  return url;
}

[[noreturn]] void throw_unreadable(const Error& error, std::string_view beginning,
                                   const std::string& request) {
  const std::string what = beginning.empty() ? "nothing" : "'" + std::string(beginning) + "'";
  throw Error(ErrorCode::bad_response,
              request + " was answered with " + what + ", which cannot be read: " + error.what(),
              200, request);
}

}  // namespace

RestClient::RestClient(std::shared_ptr<Transport> transport, ClientOptions options)
    : transport_(std::move(transport)), options_(std::move(options)) {
  options_.base_url = normal_base(std::move(options_.base_url));
}

Task<Value> RestClient::get(const Endpoint& endpoint, Params params, CancelToken cancel) const {
  std::string body;
  Value answer;
  co_await stream(endpoint, std::move(params), {},
                  {.feed = [&](std::string_view piece) { body += piece; },
                   .finish = [&] { answer = parse_json(body); }},
                  cancel);
  co_return answer;
}

Task<void> RestClient::stream(const Endpoint& endpoint, Params params, Value body,
                              BodyReader reader, CancelToken cancel) const {
  if (cancel.cancelled()) throw Error(ErrorCode::cancelled, "the call was cancelled");
  Request request;
  request.method = endpoint.method;
  const std::string path = std::string(kRestPath) + std::string(endpoint.path);
  const std::string name = request.method + ' ' + path;
  request.url = options_.base_url + path + query_string(params);
  request.headers = options_.headers;
  request.timeout = options_.timeout;
  if (!options_.api_key.empty()) request.headers.emplace_back("Authorization", options_.api_key);
  if (request.method == "POST") {
    request.headers.emplace_back("Content-Type", "application/json;charset=utf-8");
    request.body = write_json(body);
  }

  std::string beginning;
  const auto sink = [&](const Response& response, std::string_view piece) {
    const std::size_t wanted = response.status == 200 ? kLongestQuote : kLongestErrorBody;
    if (beginning.size() < wanted) beginning += piece.substr(0, wanted - beginning.size());
    if (response.status == 200) reader.feed(piece);
  };
  try {
    const Response head = co_await transport_->send(std::move(request), sink, cancel);
    if (head.status != 200) throw_status(head.status, beginning, name);
    reader.finish();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_response || !error.request().empty()) throw;
    throw_unreadable(error, beginning, name);
  }
}

}  // namespace perihelion
