#include "perihelion/rest_client.h"

#include <algorithm>

#include "answer_cache.h"
#include "attempt.h"
#include "cancelled.h"
#include "client_state.h"
#include "clock.h"
#include "endpoints.h"
#include "json.h"
#include "perihelion/error.h"
#include "retry.h"
#include "url.h"

namespace perihelion {
namespace {

using Clock = std::chrono::steady_clock;

/// Answers of an experiment that may still run are good for this long.
constexpr auto kFreshness = std::chrono::seconds(10);

class JsonDecoder : public BodyDecoder {
 public:
  void feed(const Response&, std::string_view piece) override { body_ += piece; }
  /// The text, and about what its values take, as they leave too.
  std::size_t bytes() const override { return 4 * body_.size(); }
  Answer finish(const Response&) override {
    return {std::make_shared<const Value>(parse_json(body_)), bytes()};
  }

 private:
  std::string body_;
};

std::string normal_base(std::string url) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) {
    throw Error(ErrorCode::invalid_argument, "the base URL '" + url +
                                                 "' is no http:// or https:// address, such as "
                                                 "https://www.comet.com");
  }
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::string name_of(const RestClient::Question& question) {
  std::string name = std::string(question.endpoint.path) + query_string(question.params);
  if (!question.body.is_null()) name += ' ' + write_body(question.body);
  return name;
}

/// The experiments that a question is about.
std::vector<std::string> subjects(const RestClient::Question& question) {
  std::vector<std::string> keys;
  for (const auto& [name, value] : question.params) {
    if (name == "experimentKey") keys.push_back(value);
  }
  const Value& targets = question.body["targetedExperiments"];
  if (!targets.is_null()) {
    for (const Value& key : targets.as_array()) keys.push_back(key.as_string());
  }
  return keys;
}

/// When a kept answer expires: never, for experiments that are known to have ended or for what is
/// no experiment's.
Clock::time_point expiry(const std::vector<std::string>& keys,
                         const std::set<std::string>& finished) {
  const bool is_final =
      std::ranges::all_of(keys, [&](const auto& k) { return finished.contains(k); });
  return is_final ? Clock::time_point::max() : now() + kFreshness;
}

}  // namespace

RestClient::RestClient(std::shared_ptr<Transport> transport, const ClientOptions& options)
    : RestClient(std::move(transport), options,
                 std::make_shared<AnswerCache>(options.cache_bytes)) {}

RestClient::RestClient(std::shared_ptr<Transport> transport, ClientOptions options,
                       std::shared_ptr<AnswerStore> answers) {
  options.base_url = normal_base(std::move(options.base_url));
  if (options.requests_at_once < 1) {
    throw Error(ErrorCode::invalid_argument, "requests_at_once must be 1 or more");
  }
  state_ = std::make_shared<State>(std::move(transport), std::move(options), std::move(answers));
}

const std::string& RestClient::base_url() const { return state_->options.base_url; }

void RestClient::note_finished(const std::string& experiment_key) const {
  state_->finished.insert(experiment_key);
}

const std::set<std::string>& RestClient::finished() const { return state_->finished; }

Task<Value> RestClient::get(const Endpoint& endpoint, Params params, std::shared_ptr<Caller> caller,
                            CancelToken cancel) const {
  return ask_json({endpoint, std::move(params), {}}, std::move(caller), std::move(cancel));
}

Task<Value> RestClient::post(const Endpoint& endpoint, Value body, std::shared_ptr<Caller> caller,
                             CancelToken cancel) const {
  return ask_json({endpoint, {}, std::move(body)}, std::move(caller), std::move(cancel));
}

Task<Value> RestClient::ask_json(Question question, std::shared_ptr<Caller> caller,
                                 CancelToken cancel) const {
  const Answer answer = co_await ask(
      std::move(question), [] { return std::make_unique<JsonDecoder>(); }, std::move(caller),
      std::move(cancel));
  co_return *static_cast<const Value*>(answer.value.get());
}

Task<Answer> RestClient::ask(Question question, MakeDecoder decoder, std::shared_ptr<Caller> caller,
                             CancelToken cancel) const {
  const std::shared_ptr<State> state = state_;
  throw_if_cancelled(cancel);
  const Endpoint& endpoint = question.endpoint;
  if (!endpoint.shared) {
    const auto audience = std::make_shared<Audience>(Audience{{caller}});
    co_return co_await fetch(state, std::move(question), std::move(decoder), audience, cancel);
  }

  EndpointCounts& counts = caller->counts[std::string(endpoint.path)];
  const std::string name = name_of(question);
  if (caller->use_cache) {
    if (std::optional<Answer> known = state->answers->find(name, caller->fresh_since)) {
      ++counts.cache_hits;
      co_return *known;
    }
  }
  std::shared_ptr<SharedCall> call = state->under_way[name].lock();
  const bool joins = call && !call->abandoned() && call->started >= caller->fresh_since;
  if (joins) {
    ++counts.shared;
    call->audience->join(caller);
  } else {
    call = launch(question, std::move(decoder), caller, name);
  }
  co_return co_await SharedCall::join(call, cancel);
}

/// Starts a request that everybody who asks the same can wait for.
std::shared_ptr<SharedCall> RestClient::launch(const Question& question, MakeDecoder decoder,
                                               const std::shared_ptr<Caller>& caller,
                                               const std::string& name) const {
  const auto call = std::make_shared<SharedCall>();
  call->audience->join(caller);
  state_->under_way[name] = call;
  const bool kept = caller->use_cache && question.endpoint.caching == Caching::keep;
  start<Answer>(fetch(state_, question, std::move(decoder), call->audience, call->token()),
                [=, state = state_, keys = subjects(question)](Outcome<Answer> outcome) {
                  const auto known = state->under_way.find(name);
                  const bool is_newest =
                      known != state->under_way.end() && known->second.lock() == call;
                  if (is_newest) state->under_way.erase(known);
                  if (is_newest && kept && outcome.index() == 0) {
                    state->answers->keep(name, std::get<0>(outcome), call->started,
                                         expiry(keys, state->finished));
                  }
                  call->settle(std::move(outcome));
                });
  return call;
}

Task<Answer> RestClient::fetch(std::shared_ptr<State> state, Question question, MakeDecoder decoder,
                               std::shared_ptr<Audience> audience, CancelToken cancel) {
  std::optional<Clock::time_point> deadline;
  for (int tries = 0;; ++tries) {
    Attempt attempt(*state, question, decoder(), audience);
    std::variant<Answer, Failure> outcome = co_await attempt.run(state, cancel, deadline);
    if (outcome.index() == 0) co_return std::get<0>(outcome);
    const Failure& failure = std::get<1>(outcome);
    const auto pause = retry_delay(failure, tries);
    if (!pause || tries >= state->options.retries || now() + *pause >= *deadline) {
      throw failure.error;
    }
    ++audience->first().counts[std::string(question.endpoint.path)].retries;
    co_await state->transport->wait(*pause, cancel);
  }
}

}  // namespace perihelion
