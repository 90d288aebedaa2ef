#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "perihelion/cancel.h"
#include "perihelion/task.h"
#include "perihelion/transport.h"
#include "perihelion/value.h"

namespace perihelion {

struct Audience;
struct Endpoint;
class SharedCall;

/// Where the server is, and how to be let in.
struct ClientOptions {
  std::string base_url;  ///< for instance "https://www.comet.com"; a path in it is kept
  std::string api_key;   ///< sent as the Authorization header; empty sends none

  /// Gives the key instead of `api_key`: asked before the first request with `refused` false, and
  /// once more with `refused` true when the server answers 401 to the key that it gave.
  std::function<Task<std::string>(bool refused)> auth;

  std::vector<Header> headers;                ///< further headers for every request
  bool credentials = false;                   ///< send cookies to another origin too; browsers only
  std::chrono::milliseconds timeout{60'000};  ///< for a call: `auth`, the request and retries
  int retries = 3;           ///< after 500, 502, 503, 504, a failed network, or a `Retry-After`
  int requests_at_once = 6;  ///< the others wait, and the callers take turns
  std::size_t cache_bytes = 64 * 1024 * 1024;  ///< the least recently used answers go first
  /// What one answer (a series, or a batch of a chart) may take in memory; `too_large` beyond.
  std::size_t max_series_bytes = 256 * 1024 * 1024;
};

/// What was asked of one endpoint.
struct EndpointCounts {
  std::int64_t requests = 0;  ///< sent, retries included
  std::int64_t retries = 0;
  std::int64_t cache_hits = 0;  ///< answered from the cache
  std::int64_t shared = 0;      ///< answered by a request that was under way for somebody else
  std::int64_t bytes = 0;       ///< of the bodies received
  std::chrono::milliseconds time{0};  ///< from sending to the last byte, added up
};

/// On whose behalf a client asks. Callers take turns where many requests wait, and each has its own
/// counts and its own view of the cache.
struct Caller {
  bool use_cache = true;  ///< take answers from the cache, and keep them there
  std::chrono::steady_clock::time_point fresh_since;  ///< older cached answers are not taken
  std::map<std::string, EndpointCounts, std::less<>> counts;  ///< by the endpoint's path
  bool in_sight = true;       ///< false: its requests wait for those of callers in sight
  std::int64_t received = 0;  ///< bytes of bodies, also of requests that another caller began
};

/// What an answer's value is: a `Value`, or a vector of `MetricSeries` or `ChartExperiment`.
enum class AnswerKind { json, series, chart };

/// A decoded answer, shared between all who asked for it.
struct Answer {
  std::shared_ptr<const void> value;
  std::size_t bytes = 0;  ///< about what it takes in memory
  AnswerKind kind = AnswerKind::json;
};

/// Keeps answers for the next who ask. Names tell questions apart.
class AnswerStore {
 public:
  using Clock = std::chrono::steady_clock;

  virtual ~AnswerStore() = default;

  /// The answer under that name, if it was asked for at `since` or later and has not expired.
  virtual std::optional<Answer> find(const std::string& name, Clock::time_point since) = 0;

  /// Keeps an answer to what was asked at `asked` until `expires`, if there is room.
  virtual void keep(const std::string& name, const Answer& answer, Clock::time_point asked,
                    Clock::time_point expires) = 0;
};

/// Turns the pieces of a body into an answer. What it throws ends the call.
class BodyDecoder {
 public:
  virtual ~BodyDecoder() = default;
  virtual void feed(const Response& head, std::string_view piece) = 0;
  virtual std::size_t bytes() const { return 0; }  ///< about what it holds so far
  virtual Answer finish(const Response& head) = 0;
};

/// Makes a fresh decoder for each attempt.
using MakeDecoder = std::function<std::unique_ptr<BodyDecoder>()>;

/// The one place that knows HTTP: turns endpoints and parameters into requests, and answers into
/// values or errors. It retries, shares the answer of a request that is under way with whoever asks
/// the same, remembers answers, and keeps the number of requests at once down. One client serves
/// many `API`s.
class RestClient {
 public:
  using Params = std::vector<std::pair<std::string, std::string>>;

  /// What is asked: `body` is sent where the endpoint is a POST.
  struct Question {
    const Endpoint& endpoint;
    Params params;
    Value body;
  };

  /// Throws `invalid_argument` where `base_url` is no http(s) address.
  RestClient(std::shared_ptr<Transport> transport, const ClientOptions& options);

  /// The same with its answers kept in `answers` instead of up to `cache_bytes` of its own.
  RestClient(std::shared_ptr<Transport> transport, ClientOptions options,
             std::shared_ptr<AnswerStore> answers);

  /// Asks and decodes. Throws `Error` with the request's name; `bad_response` holds the beginning
  /// of what was answered.
  Task<Answer> ask(Question question, MakeDecoder decoder, std::shared_ptr<Caller> caller,
                   CancelToken cancel) const;

  /// Asks for a JSON answer.
  Task<Value> get(const Endpoint& endpoint, Params params, std::shared_ptr<Caller> caller,
                  CancelToken cancel) const;

  /// Sends a JSON body, and asks for a JSON answer.
  Task<Value> post(const Endpoint& endpoint, Value body, std::shared_ptr<Caller> caller,
                   CancelToken cancel) const;

  /// Says that an experiment has ended: its answers no longer expire.
  void note_finished(const std::string& experiment_key) const;

  /// The experiments of which that was said.
  const std::set<std::string>& finished() const;

  /// The address of the server, without a slash at the end.
  const std::string& base_url() const;

  struct State;  ///< the client's own

 private:
  Task<Value> ask_json(Question question, std::shared_ptr<Caller> caller, CancelToken cancel) const;
  std::shared_ptr<SharedCall> launch(const Question& question, MakeDecoder decoder,
                                     const std::shared_ptr<Caller>& caller,
                                     const std::string& name) const;
  static Task<Answer> fetch(std::shared_ptr<State> state, Question question, MakeDecoder decoder,
                            std::shared_ptr<Audience> audience, CancelToken cancel);

  std::shared_ptr<State> state_;
};

}  // namespace perihelion
