#pragma once

#include <curl/curl.h>

#include <chrono>
#include <coroutine>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace perihelion {

class CurlLoop;
class Transfer;
using Clock = std::chrono::steady_clock;

/// Something that one coroutine waits for: a transfer or a timer. It ends once.
class Pending {
 public:
  virtual ~Pending() = default;

  bool ended() const { return ended_; }

 private:
  friend class CurlLoop;
  template <class T>
  friend class Waiting;

  bool ended_ = false;
  std::exception_ptr failure_;
  std::coroutine_handle<> waiter_;
};

/// A time to wait for.
class Timer : public Pending {
 public:
  explicit Timer(Clock::time_point due) : due_(due) {}
  Clock::time_point due() const { return due_; }

 private:
  Clock::time_point due_;
};

/// Moves transfers and timers, and resumes who waits for them: only from `poll` and `close`, never
/// from inside one of curl's callbacks, where curl allows nothing to be begun or ended.
class CurlLoop {
 public:
  /// Throws `network` where libcurl does not start.
  CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;
  ~CurlLoop();

  /// Both throw `closed` after `close`.
  void add(const std::shared_ptr<Transfer>& transfer);
  void add(const std::shared_ptr<Timer>& timer);

  /// Ends it for its waiter, and aborts it where it is under way. The first end counts.
  void end(const std::shared_ptr<Transfer>& transfer, std::exception_ptr failure);
  void end(const std::shared_ptr<Timer>& timer, std::exception_ptr failure);

  /// Waits for the next event and resumes who waited for it; false where there is nothing to wait
  /// for.
  bool poll();

  /// Ends everything with `closed`.
  void close();

 private:
  void settle(std::shared_ptr<Pending> pending, std::exception_ptr failure);
  void remove(const std::shared_ptr<Transfer>& transfer);
  void require_open() const;
  void wait_for_event();
  void perform();
  void flush();
  void collect_ended();
  void fire_timers();
  void resume_ready();

  CURLM* multi_;
  std::set<std::shared_ptr<Transfer>> transfers_;
  std::multimap<Clock::time_point, std::shared_ptr<Timer>> timers_;
  std::deque<std::shared_ptr<Pending>> ready_;
  // Begun or aborted from inside a callback of curl, and waiting for its end.
  std::vector<std::shared_ptr<Transfer>> begun_;
  std::vector<std::shared_ptr<Transfer>> aborted_;
  bool performing_ = false;
  bool closed_ = false;
};

/// Keeps a transfer or timer in the loop for as long as this object lives; awaiting it gives its
/// end.
template <class T>
class Waiting {
 public:
  Waiting(std::shared_ptr<CurlLoop> loop, std::shared_ptr<T> pending)
      : loop_(std::move(loop)), pending_(std::move(pending)) {
    loop_->add(pending_);
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    pending_->waiter_ = {};
    loop_->end(pending_, nullptr);
  }

  void fail(std::exception_ptr failure) { loop_->end(pending_, std::move(failure)); }

  // Never ready at once: an end takes effect in the loop's turn.
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) { pending_->waiter_ = waiter; }
  void await_resume() const {
    if (pending_->failure_) std::rethrow_exception(pending_->failure_);
  }

 private:
  std::shared_ptr<CurlLoop> loop_;
  std::shared_ptr<T> pending_;
};

}  // namespace perihelion
