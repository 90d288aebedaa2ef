#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cancelled.h"
#include "perihelion/error.h"
#include "perihelion/transport.h"

namespace perihelion::testing {

/// One answer of the script: pieces as they shall arrive, or the error that comes instead or after
/// them.
struct ScriptedAnswer {
  int status = 200;
  std::vector<std::string> pieces;
  std::optional<Error> failure;
  std::vector<Header> headers = {};
};

/// A transport that answers from a script, a piece for each turn of `run`, and keeps what it was
/// asked.
class ScriptedTransport : public Transport, private Driver {
 public:
  /// Answers in the order of the requests.
  void expect(ScriptedAnswer answer) { script_.push_back(std::move(answer)); }
  void expect(std::string body, int status = 200) {
    expect(ScriptedAnswer{.status = status, .pieces = {std::move(body)}, .failure = {}});
  }

  std::vector<Request> requests;
  std::vector<std::chrono::milliseconds> waits;

  Task<Response> send(Request request, BodySink sink, CancelToken cancel) override {
    requests.push_back(std::move(request));
    if (script_.empty()) throw Error(ErrorCode::network, "the script has no answer for this");
    const ScriptedAnswer answer = std::move(script_.front());
    script_.pop_front();
    Response head{.status = answer.status, .headers = answer.headers};
    for (const std::string& piece : answer.pieces) {
      co_await next_turn();
      throw_if_cancelled(cancel);
      sink(head, piece);
    }
    co_await next_turn();
    throw_if_cancelled(cancel);
    if (answer.failure) throw Error(*answer.failure);
    co_return head;
  }

  /// Takes no real time: the delay is kept in `waits`.
  Task<void> wait(std::chrono::milliseconds duration, CancelToken cancel) override {
    waits.push_back(duration);
    co_await next_turn();
    throw_if_cancelled(cancel);
  }

  bool poll() override {
    if (waiting_.empty()) return false;
    const auto next = waiting_.front();
    waiting_.pop_front();
    next.resume();
    return true;
  }

 private:
  struct Turn {
    ScriptedTransport& transport;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiter) { transport.waiting_.push_back(waiter); }
    void await_resume() const {}
  };

  Turn next_turn() { return {*this}; }

  std::deque<ScriptedAnswer> script_;
  std::deque<std::coroutine_handle<>> waiting_;
};

}  // namespace perihelion::testing
