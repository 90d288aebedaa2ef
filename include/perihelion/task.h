#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace perihelion {

/// The result of one asynchronous call. Lazy: nothing happens until it is awaited, started or run.
/// A task belongs to the thread that made it, is awaited once, and keeps its own copy of its
/// arguments; the objects that it was called on must outlive it.
template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) noexcept {
    handle_.promise().waiter = waiter;
    return handle_;
  }
  T await_resume() { return handle_.promise().take(); }

 private:
  explicit Task(Handle handle) : handle_(handle) {}

  Handle handle_;
};

namespace detail {

struct Nothing {};

template <class T>
struct PromiseBase {
  std::variant<std::monostate, T, std::exception_ptr> outcome;
  std::coroutine_handle<> waiter;

  struct Final {
    bool await_ready() noexcept { return false; }
    template <class P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> done) noexcept {
      return done.promise().waiter;
    }
    void await_resume() noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  Final final_suspend() noexcept { return {}; }
  void unhandled_exception() { outcome.template emplace<2>(std::current_exception()); }

  T take_outcome() {
    if (outcome.index() == 2) std::rethrow_exception(std::get<2>(outcome));
    return std::move(std::get<1>(outcome));
  }
};

/// A coroutine that starts at once and that nobody awaits.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

/// A coroutine that starts at once and lives as long as this object, ended or not.
class Running {
 public:
  struct promise_type {
    Running get_return_object() {
      return Running(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };

  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { handle_.destroy(); }

 private:
  explicit Running(std::coroutine_handle<promise_type> handle) : handle_(handle) {}

  std::coroutine_handle<promise_type> handle_;
};

}  // namespace detail

template <class T>
struct Task<T>::promise_type : detail::PromiseBase<T> {
  Task get_return_object() { return Task(Handle::from_promise(*this)); }
  template <class U>
  void return_value(U&& value) {
    this->outcome.template emplace<1>(std::forward<U>(value));
  }
  T take() { return this->take_outcome(); }
};

template <>
struct Task<void>::promise_type : detail::PromiseBase<detail::Nothing> {
  Task get_return_object() { return Task(Handle::from_promise(*this)); }
  void return_void() { this->outcome.emplace<1>(); }
  void take() { this->take_outcome(); }
};

/// How a task ended: its value (nothing of interest for a `Task<void>`), or the exception that left
/// it.
template <class T>
using Outcome =
    std::variant<std::conditional_t<std::is_void_v<T>, detail::Nothing, T>, std::exception_ptr>;

namespace detail {

template <class T>
Task<Outcome<T>> outcome_of(Task<T>& task) {
  try {
    if constexpr (std::is_void_v<T>) {
      co_await task;
      co_return Outcome<T>(std::in_place_index<0>);
    } else {
      co_return Outcome<T>(std::in_place_index<0>, co_await task);
    }
  } catch (...) {
    co_return Outcome<T>(std::in_place_index<1>, std::current_exception());
  }
}

}  // namespace detail

/// Starts a task and calls `done` with its outcome when it ends, possibly before this returns.
/// `done` must not throw.
template <class T>
void start(Task<T> task, std::function<void(Outcome<T>)> done) {
  [](Task<T> task, std::function<void(Outcome<T>)> done) -> detail::Detached {
    done(co_await detail::outcome_of(task));
  }(std::move(task), std::move(done));
}

namespace detail {

/// Polls the drivers of this thread until `done()`; throws `closed` where none has anything left to
/// wait for.
void drive(const std::function<bool()>& done);

}  // namespace detail

/// Something that makes the waiting tasks of its thread go on: a transport with sockets or timers.
/// Each one is known to `run` for as long as it lives. In a browser the page's event loop does
/// this, and there is no driver.
class Driver {
 public:
  Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  virtual ~Driver();

  /// Waits for the next event and resumes who waits for it. False where there is nothing to wait
  /// for.
  virtual bool poll() = 0;

 private:
  friend void detail::drive(const std::function<bool()>& done);

  /// Polls the drivers of this thread until one has moved.
  static bool poll_any();

  Driver* next_;
};

/// Blocks until the task has ended, and returns its value or throws what it threw. The drivers of
/// this thread (each native transport is one) move the sockets meanwhile. Not for browsers, where
/// nothing may block.
template <class T>
T run(Task<T> task) {
  std::optional<Outcome<T>> outcome;
  const detail::Running running = [](Task<T>& task,
                                     std::optional<Outcome<T>>& outcome) -> detail::Running {
    outcome.emplace(co_await detail::outcome_of(task));
  }(task, outcome);
  detail::drive([&] { return outcome.has_value(); });
  if (outcome->index() == 1) std::rethrow_exception(std::get<1>(*outcome));
  if constexpr (!std::is_void_v<T>) return std::move(std::get<0>(*outcome));
}

}  // namespace perihelion
