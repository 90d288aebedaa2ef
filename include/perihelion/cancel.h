#pragma once

#include <functional>
#include <list>
#include <memory>
#include <utility>

namespace perihelion {

/// Tells a call that its caller no longer wants it. Cheap to copy; a default one is never
/// cancelled. Like everything here it belongs to one thread.
class CancelToken {
 public:
  CancelToken() = default;

  bool cancelled() const { return state_ && state_->cancelled; }

 private:
  friend class CancelSource;
  friend class CancelCallback;

  using Callbacks = std::list<std::function<void()>>;
  struct State {
    bool cancelled = false;
    Callbacks callbacks;
  };

  explicit CancelToken(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

/// Whoever can cancel. `cancel()` may be called at any time and more than once.
class CancelSource {
 public:
  CancelToken token() const { return CancelToken(state_); }

  void cancel() {
    if (std::exchange(state_->cancelled, true)) return;
    const std::shared_ptr<CancelToken::State> keep = state_;
    while (!keep->callbacks.empty()) {
      const std::function<void()> callback = std::move(keep->callbacks.front());
      keep->callbacks.pop_front();
      callback();
    }
  }

 private:
  std::shared_ptr<CancelToken::State> state_ = std::make_shared<CancelToken::State>();
};

/// Runs `callback` once when the token is cancelled, unless destroyed before. A token that is
/// cancelled already runs nothing: check `cancelled()` first.
class CancelCallback {
 public:
  CancelCallback(const CancelToken& token, std::function<void()> callback) : state_(token.state_) {
    if (state_ && !state_->cancelled) {
      place_ = state_->callbacks.insert(state_->callbacks.end(), std::move(callback));
    } else {
      state_.reset();
    }
  }
  CancelCallback(const CancelCallback&) = delete;
  CancelCallback& operator=(const CancelCallback&) = delete;
  ~CancelCallback() {
    if (state_ && !state_->cancelled) state_->callbacks.erase(place_);
  }

 private:
  std::shared_ptr<CancelToken::State> state_;
  CancelToken::Callbacks::iterator place_;
};

}  // namespace perihelion
