#include "attempt.h"

#include "clock.h"
#include "endpoints.h"
#include "json.h"
#include "key_source.h"
#include "url.h"

namespace perihelion {
namespace {

using Clock = std::chrono::steady_clock;

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

/// A key that a server, or a proxy on the way, repeats is never passed on. The text keeps its
/// length, so that a quote can be cut from it afterwards: a cut before could leave half a key.
std::string without_key(std::string text, const std::string& key) {
  if (key.empty()) return text;
  for (std::size_t at = 0; (at = text.find(key, at)) != std::string::npos;) {
    text.replace(at, key.size(), key.size(), '*');
  }
  return text;
}

/// What the server says of its own error: Comet's `msg`, or else the beginning of the body.
std::string reason(std::string_view body, const std::string& key) {
  try {
    const Value answer = parse_json(body);
    if (answer["msg"].is_string()) return without_key(answer["msg"].as_string(), key);
  } catch (const Error&) {
    // Not JSON: a proxy's page, perhaps. Its beginning says more than nothing.
  }
  return without_key(std::string(body), key).substr(0, kLongestQuote);
}

std::string status_message(int status, std::string_view body, const std::string& key) {
  const std::string why = reason(body, key);
  return "answered with status " + std::to_string(status) + (why.empty() ? "" : ": " + why);
}

std::string unreadable_message(const Error& error, std::string_view body, const std::string& key) {
  const std::string quote = without_key(std::string(body), key).substr(0, kLongestQuote);
  const std::string what = body.empty() ? "nothing" : "'" + quote + "'";
  return "answered with " + what + ", which cannot be read: " + without_key(error.what(), key);
}

std::string too_large(std::size_t most) {
  return "the answer takes more than " + std::to_string(most) +
         " bytes of memory, which max_series_bytes (maxSeriesBytes) sets: ask for less, "
         "or raise it";
}

}  // namespace

Attempt::Attempt(const RestClient::State& state, const RestClient::Question& question,
                 std::unique_ptr<BodyDecoder> decoder, std::shared_ptr<const Audience> audience)
    : decoder_(std::move(decoder)),
      most_bytes_(state.options.max_series_bytes),
      audience_(std::move(audience)),
      counts_(audience_->first().counts[std::string(question.endpoint.path)]) {
  const std::string path = std::string(kRestPath) + std::string(question.endpoint.path);
  request_.method = question.endpoint.method;
  request_.url = state.options.base_url + path + query_string(question.params);
  request_.headers = state.options.headers;
  request_.credentials = state.options.credentials;
  if (request_.method == "POST") {
    request_.headers.emplace_back("Content-Type", "application/json;charset=utf-8");
    request_.body = write_body(question.body);
  }
  name_ = request_.method + ' ' + path;
  address_ = request_.method + ' ' + state.options.base_url + path;
}

Task<std::variant<Answer, Failure>> Attempt::run(std::shared_ptr<RestClient::State> state,
                                                 CancelToken cancel,
                                                 std::optional<Clock::time_point>& deadline) {
  const RequestQueue::Place place = co_await state->queue.enter(*audience_, cancel);
  if (!deadline) deadline = now() + state->options.timeout;
  const auto left = [&] {
    return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(*deadline - now()),
                    std::chrono::milliseconds(1));
  };
  std::string key = co_await key_for_request(state, nullptr, left(), cancel);
  request_.timeout = left();
  auto outcome = co_await send(*state->transport, key, cancel);
  const Failure* failure = std::get_if<Failure>(&outcome);
  if (!failure || failure->error.status() != 401 || !state->options.auth) co_return outcome;

  key = co_await key_for_request(state, &key, left(), cancel);
  request_.timeout = left();
  co_return co_await send(*state->transport, key, cancel);
}

Task<std::variant<Answer, Failure>> Attempt::send(Transport& transport, std::string key,
                                                  CancelToken cancel) {
  Request request = request_;
  if (!key.empty()) request.headers.emplace_back("Authorization", key);
  beginning_.clear();
  quotable_ = kLongestQuote + key.size();
  ++counts_.requests;
  const auto begun = now();
  Response head;
  try {
    head = co_await transport.send(
        std::move(request),
        [this](const Response& answer, std::string_view piece) { take(answer, piece); }, cancel);
    counts_.time += std::chrono::duration_cast<std::chrono::milliseconds>(now() - begun);
    if (head.status == 200) co_return decoder_->finish(head);
    const std::string message = status_message(head.status, beginning_, key);
    co_return Failure{error(code_of(head.status), message, head.status), retry_after(head)};
  } catch (const Error& failure) {
    if (failure.code() == ErrorCode::bad_response) {
      const std::string message = unreadable_message(failure, beginning_, key);
      co_return Failure{error(ErrorCode::bad_response, message, 200), std::nullopt};
    }
    co_return Failure{error(failure.code(), failure.what(), failure.status()), std::nullopt};
  }
}

void Attempt::take(const Response& head, std::string_view piece) {
  counts_.bytes += static_cast<std::int64_t>(piece.size());
  audience_->received(piece.size());
  const std::size_t wanted = head.status == 200 ? quotable_ : kLongestErrorBody;
  if (beginning_.size() < wanted) beginning_ += piece.substr(0, wanted - beginning_.size());
  if (head.status != 200) return;
  decoder_->feed(head, piece);
  if (decoder_->bytes() > most_bytes_) throw Error(ErrorCode::too_large, too_large(most_bytes_));
}

Error Attempt::error(ErrorCode code, const std::string& message, int status) const {
  return {code, address_ + ": " + message, status, name_};
}

}  // namespace perihelion
