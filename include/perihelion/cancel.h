#pragma once

#include <functional>
#include <list>
#include <memory>
#include <utility>

namespace perihelion {

class CancelCallback;

/// Tells a call that its caller no longer wants it. Cheap to copy; a default one is never
/// cancelled. Like everything here it belongs to one thread.
class CancelToken {
 public:
  CancelToken() = default;

  bool cancelled() const { return state_ && state_->cancelled; }

 private:
  friend class CancelSource;
  friend class CancelCallback;

  struct State {
    bool cancelled = false;
    std::list<const CancelCallback*> callbacks;
  };

  explicit CancelToken(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

/// Whoever can cancel. `cancel()` may be called at any time and more than once.
class CancelSource {
 public:
  CancelToken token() const { return CancelToken(state_); }

  void cancel();

 private:
  std::shared_ptr<CancelToken::State> state_ = std::make_shared<CancelToken::State>();
};

/// Runs `callback` once when the token is cancelled, unless destroyed before. A token that is
/// cancelled already runs nothing: check `cancelled()` first.
class CancelCallback {
 public:
  CancelCallback(const CancelToken& token, std::function<void()> callback) {
    if (!token.state_ || token.cancelled()) return;
    state_ = token.state_;
    callback_ = std::move(callback);
    place_ = state_->callbacks.insert(state_->callbacks.end(), this);
  }
  CancelCallback(const CancelCallback&) = delete;
  CancelCallback& operator=(const CancelCallback&) = delete;
  ~CancelCallback() {
    if (state_) state_->callbacks.erase(place_);
  }

 private:
  friend class CancelSource;

  // Whoever has it need not change it, but `cancel` does.
  mutable std::shared_ptr<CancelToken::State> state_;  ///< only while this is listed there
  mutable std::function<void()> callback_;
  std::list<const CancelCallback*>::iterator place_;
};

inline void CancelSource::cancel() {
  if (std::exchange(state_->cancelled, true)) return;
  const std::shared_ptr<CancelToken::State> keep = state_;
  // What is run may end the calls of others, and with them their callbacks.
  while (!keep->callbacks.empty()) {
    const CancelCallback& first = *keep->callbacks.front();
    keep->callbacks.pop_front();
    first.state_.reset();
    const std::function<void()> callback = std::move(first.callback_);
    callback();
  }
}

}  // namespace perihelion
