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
    const Value answer = parse_json(body);
    if (answer["msg"].is_string()) return answer["msg"].as_string();
  } catch (const Error&) {
    // Not JSON: a proxy's page, perhaps. Its beginning says more than nothing.
  }
  return std::string(body.substr(0, kLongestQuote));
}

std::string status_message(int status, std::string_view body) {
  const std::string why = reason(body);
  return "answered with status " + std::to_string(status) + (why.empty() ? "" : ": " + why);
}

std::string unreadable_message(const Error& error, std::string_view beginning) {
  const std::string what = beginning.empty() ? "nothing" : "'" + std::string(beginning) + "'";
  return "answered with " + what + ", which cannot be read: " + error.what();
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
  const std::string request_url = request.method + ' ' + options_.base_url + path;
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
  const auto failure = [&](ErrorCode code, const std::string& message, int status) {
    return Error(code, request_url + ": " + message, status, name);
  };
  try {
    const Response head = co_await transport_->send(std::move(request), sink, cancel);
    if (head.status != 200) {
      throw failure(code_of(head.status), status_message(head.status, beginning), head.status);
    }
    reader.finish();
  } catch (const Error& error) {
    if (!error.request().empty()) throw;
    if (error.code() == ErrorCode::bad_response) {
      throw failure(ErrorCode::bad_response, unreadable_message(error, beginning), 200);
    }
    throw failure(error.code(), error.what(), error.status());
  }
}

}  // namespace perihelion
