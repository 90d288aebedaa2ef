#pragma once

#include <coroutine>
#include <deque>
#include <list>
#include <memory>
#include <utility>

#include "audience.h"
#include "perihelion/cancel.h"

namespace perihelion {

/// Lets a bounded number of requests go at once. Those who wait are served in turns between their
/// owners, so that whoever asks for much does not keep the others waiting; what somebody in sight
/// wants goes before all else.
class RequestQueue {
 public:
  explicit RequestQueue(int places) : free_(places) {}

  /// A place among the running requests, given back when this is destroyed.
  class Place {
   public:
    explicit Place(RequestQueue* queue) : queue_(queue) {}
    Place(Place&& other) noexcept : queue_(std::exchange(other.queue_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (queue_) queue_->leave();
    }

   private:
    RequestQueue* queue_;
  };

  /// `co_await` it for a place; it throws `cancelled` when the token says so.
  class Entry {
   public:
    Entry(RequestQueue& queue, const Audience& audience, CancelToken cancel)
        : queue_(queue), audience_(audience), cancel_(std::move(cancel)) {}
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry() {
      if (on_cancel_) queue_.remove(*this);
    }

    bool await_ready() const { return cancel_.cancelled() || queue_.take(); }
    void await_suspend(std::coroutine_handle<> waiter);
    Place await_resume();

   private:
    friend class RequestQueue;

    RequestQueue& queue_;
    const Audience& audience_;
    CancelToken cancel_;
    std::coroutine_handle<> waiter_;
    std::unique_ptr<CancelCallback> on_cancel_;
  };

  /// `audience` must outlive the entry; its first caller is the owner.
  Entry enter(const Audience& audience, CancelToken cancel) {
    return {*this, audience, std::move(cancel)};
  }

 private:
  using Wanted = bool (*)(const Entry*);
  struct Line {
    const Caller* owner;
    std::deque<Entry*> waiting;
  };

  bool take() {
    if (free_ == 0) return false;
    --free_;
    return true;
  }
  void leave();
  Entry* take_first(Wanted wanted);
  void add(Entry& entry);
  void remove(Entry& entry);

  int free_;
  std::list<Line> lines_;  ///< the owner whose turn it is comes first
};

}  // namespace perihelion
