#include "shared_call.h"

#include <utility>

#include "cancelled.h"

namespace perihelion {

struct SharedCall::Waiter {
  SharedCall& call;
  CancelToken cancel;
  std::coroutine_handle<> coroutine;
  std::optional<CancelCallback> on_cancel;

  Waiter(SharedCall& call, CancelToken cancel) : call(call), cancel(std::move(cancel)) {}
  ~Waiter() { call.waiting_.remove(this); }

  bool await_ready() const { return call.outcome_.has_value() || cancel.cancelled(); }
  void await_suspend(std::coroutine_handle<> waiter) {
    coroutine = waiter;
    call.waiting_.push_back(this);
    on_cancel.emplace(cancel, [this] {
      call.waiting_.remove(this);
      coroutine.resume();
    });
  }
  void await_resume() { on_cancel.reset(); }
};

void SharedCall::settle(Outcome<Answer> outcome) {
  if (outcome_) return;
  outcome_ = std::move(outcome);
  const auto keep = shared_from_this();
  while (!waiting_.empty()) {
    Waiter* next = waiting_.front();
    waiting_.pop_front();
    next->coroutine.resume();
  }
}

Task<Answer> SharedCall::join(std::shared_ptr<SharedCall> call, CancelToken cancel) {
  Waiter waiter(*call, cancel);
  co_await waiter;
  if (cancel.cancelled()) {
    if (call->waiting_.empty() && !call->outcome_) call->source_.cancel();
    throw cancelled();
  }
  if (call->outcome_->index() == 1) std::rethrow_exception(std::get<1>(*call->outcome_));
  co_return std::get<0>(*call->outcome_);
}

}  // namespace perihelion
