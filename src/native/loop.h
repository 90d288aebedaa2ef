#pragma once

#include <curl/curl.h>

#include <chrono>
#include <coroutine>
#include <deque>
#include <exception>
#include <map>
#include <memory>

#include "perihelion/error.h"

namespace perihelion::native {

class Waiter;

/// The sockets and deadlines of one thread, and who waits for them. Whoever waits holds it too.
class Loop {
 public:
  using Clock = std::chrono::steady_clock;

  Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  CURLM* multi() const { return multi_; }

  /// Waits for the next event and resumes whom it concerns. False where nobody waits.
  bool turn();

  /// Ends every wait, present and future, with `closed`.
  void close();

 private:
  friend class Waiter;

  void wait_for_event();
  void move_sockets();
  void end_overdue();
  void resume_ready();

  CURLM* multi_;
  std::multimap<Clock::time_point, Waiter*> deadlines_;
  std::deque<Waiter*> ready_;
  bool closed_ = false;
};

/// One suspended coroutine: awaited, it lasts until `settle` or the deadline. It is resumed from
/// `Loop::turn` alone, so that whatever settles it may be in the midst of libcurl or of a sink.
/// Destroyed earlier it is forgotten.
class Waiter {
 public:
  /// @param at_deadline what the wait throws then; null for nothing
  Waiter(std::shared_ptr<Loop> loop, std::chrono::milliseconds duration,
         std::exception_ptr at_deadline);
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter();

  /// Ends the wait, by an exception or not. Only the first call counts.
  void settle(std::exception_ptr failure);
  void fail(const Error& error) { settle(std::make_exception_ptr(error)); }
  bool settled() const { return settled_; }

  bool await_ready() const { return settled_; }
  void await_suspend(std::coroutine_handle<> waiter);
  void await_resume() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 protected:
  Loop& loop() const { return *loop_; }

 private:
  friend class Loop;

  void leave();

  std::shared_ptr<Loop> loop_;
  std::exception_ptr at_deadline_;
  std::multimap<Loop::Clock::time_point, Waiter*>::iterator deadline_;
  std::exception_ptr failure_;
  std::coroutine_handle<> waiter_;
  bool settled_ = false;
};

}  // namespace perihelion::native
