#include "request_queue.h"

#include <algorithm>

#include "perihelion/error.h"

namespace perihelion {

void RequestQueue::Entry::await_suspend(std::coroutine_handle<> waiter) {
  waiter_ = waiter;
  queue_.add(*this);
  on_cancel_ = std::make_unique<CancelCallback>(cancel_, [this] {
    queue_.remove(*this);
    waiter_.resume();
  });
}

RequestQueue::Place RequestQueue::Entry::await_resume() {
  on_cancel_.reset();
  if (cancel_.cancelled()) throw Error(ErrorCode::cancelled, "the call was cancelled");
  return Place(&queue_);
}

void RequestQueue::add(Entry& entry) {
  auto line = std::ranges::find(lines_, entry.owner_, &Line::owner);
  if (line == lines_.end()) line = lines_.insert(lines_.end(), Line{entry.owner_, {}});
  line->waiting.push_back(&entry);
}

void RequestQueue::remove(Entry& entry) {
  const auto line = std::ranges::find(lines_, entry.owner_, &Line::owner);
  if (line == lines_.end()) return;
  std::erase(line->waiting, &entry);
  if (line->waiting.empty()) lines_.erase(line);
}

/// Hands the place on to the first of the next line, which then goes to the end.
void RequestQueue::leave() {
  if (lines_.empty()) {
    ++free_;
    return;
  }
  Line& line = lines_.front();
  Entry* next = line.waiting.front();
  line.waiting.pop_front();
  if (line.waiting.empty()) {
    lines_.pop_front();
  } else {
    lines_.splice(lines_.end(), lines_, lines_.begin());
  }
  next->waiter_.resume();
}

}  // namespace perihelion
