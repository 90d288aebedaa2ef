#include "key_source.h"

#include "perihelion/error.h"

namespace perihelion {
namespace {

Task<Answer> ask_page(std::shared_ptr<RestClient::State> state, bool refused) {
  co_return Answer{std::make_shared<const std::string>(co_await state->options.auth(refused)), 0};
}

std::shared_ptr<SharedCall> ask_for_key(const std::shared_ptr<RestClient::State>& state,
                                        bool refused) {
  const auto call = std::make_shared<SharedCall>();
  state->asking_for_key = call;
  start<Answer>(ask_page(state, refused), [=](Outcome<Answer> outcome) {
    const bool awaited = state->asking_for_key == call;
    if (awaited) state->asking_for_key.reset();
    // An answer that nobody waits for any more serves too, where there is no newer one.
    if (outcome.index() == 0 && (awaited || !state->key_known)) {
      state->key = *static_cast<const std::string*>(std::get<0>(outcome).value.get());
      state->key_known = true;
    }
    call->settle(std::move(outcome));
  });
  return call;
}

/// Ends a wait when a time has passed.
class Deadline {
 public:
  Deadline(const std::shared_ptr<RestClient::State>& state, std::chrono::milliseconds left,
           const CancelSource& wait) {
    start<Answer>(pass(state, left, unneeded_.token()),
                  [passed = passed_, wait](const Outcome<Answer>& outcome) {
                    if (outcome.index() == 1) return;
                    *passed = true;
                    CancelSource(wait).cancel();
                  });
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline() { unneeded_.cancel(); }

  bool passed() const { return *passed_; }

 private:
  // An answer, as the other tasks started here give, to have one kind of task less in the module.
  static Task<Answer> pass(std::shared_ptr<RestClient::State> state, std::chrono::milliseconds left,
                           CancelToken cancel) {
    co_await state->transport->wait(left, cancel);
    co_return Answer{};
  }

  CancelSource unneeded_;
  std::shared_ptr<bool> passed_ = std::make_shared<bool>(false);
};

}  // namespace

Task<std::string> key_for_request(std::shared_ptr<RestClient::State> state,
                                  const std::string* refused, std::chrono::milliseconds left,
                                  CancelToken cancel) {
  if (refused && state->key == *refused) state->key_known = false;
  if (state->key_known) co_return state->key;
  std::shared_ptr<SharedCall> asking = state->asking_for_key;
  if (!asking || asking->abandoned()) asking = ask_for_key(state, refused != nullptr);
  // A page's function may never answer, and each call that waits for it has a deadline of its own.
  CancelSource wait;
  const CancelCallback given_up(cancel, [wait]() mutable { wait.cancel(); });
  const Deadline deadline(state, left, wait);
  try {
    co_await SharedCall::join(asking, wait.token());
  } catch (const Error&) {
    if (deadline.passed()) throw Error(ErrorCode::timeout, "auth gave no key in time");
    throw;
  }
  co_return state->key;
}

}  // namespace perihelion
