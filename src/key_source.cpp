#include "key_source.h"

#include "perihelion/error.h"

namespace perihelion {
namespace {

Task<Answer> ask_page(std::shared_ptr<RestClient::State> state, bool refused) {
  co_return Answer{std::make_shared<const std::string>(co_await state->options.auth(refused)), 0};
}

/// A page's function may never answer, and a call must end all the same.
Task<Answer> deadline(std::shared_ptr<RestClient::State> state, CancelToken cancel) {
  co_await state->transport->wait(state->options.timeout, cancel);
  throw Error(ErrorCode::timeout, "auth gave no key in time");
}

std::shared_ptr<SharedCall> ask_for_key(const std::shared_ptr<RestClient::State>& state,
                                        bool refused) {
  const auto call = std::make_shared<SharedCall>();
  state->asking_for_key = call;
  CancelSource answered;
  start<Answer>(deadline(state, answered.token()), [=](const Outcome<Answer>& outcome) {
    if (state->asking_for_key == call) state->asking_for_key.reset();
    call->settle(outcome);
  });
  start<Answer>(ask_page(state, refused), [=](Outcome<Answer> outcome) {
    const bool awaited = state->asking_for_key == call;
    if (awaited) state->asking_for_key.reset();
    // An answer that comes after the deadline serves too, where there is no newer one.
    if (outcome.index() == 0 && (awaited || !state->key_known)) {
      state->key = *static_cast<const std::string*>(std::get<0>(outcome).value.get());
      state->key_known = true;
    }
    call->settle(std::move(outcome));
    CancelSource(answered).cancel();
  });
  return call;
}

}  // namespace

Task<std::string> key_for_request(std::shared_ptr<RestClient::State> state,
                                  const std::string* refused, CancelToken cancel) {
  if (refused && state->key == *refused) state->key_known = false;
  if (state->key_known) co_return state->key;
  std::shared_ptr<SharedCall> asking = state->asking_for_key;
  if (!asking || asking->abandoned()) asking = ask_for_key(state, refused != nullptr);
  co_await SharedCall::join(asking, cancel);
  co_return state->key;
}

}  // namespace perihelion
