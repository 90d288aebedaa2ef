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
  const Caller* owner = &entry.audience_.first();
  auto line = std::ranges::find(lines_, owner, &Line::owner);
  if (line == lines_.end()) line = lines_.insert(lines_.end(), Line{owner, {}});
  line->waiting.push_back(&entry);
}

void RequestQueue::remove(Entry& entry) {
  const auto line = std::ranges::find(lines_, &entry.audience_.first(), &Line::owner);
  if (line == lines_.end()) return;
  std::erase(line->waiting, &entry);
  if (line->waiting.empty()) lines_.erase(line);
}

/// Hands the place on to the next.
void RequestQueue::leave() {
  if (lines_.empty()) {
    ++free_;
  } else {
    take_next()->waiter_.resume();
  }
}

/// The first entry that somebody in sight wants, or else the first of all; its line then goes to
/// the end.
RequestQueue::Entry* RequestQueue::take_next() {
  const auto wanted = [](const Entry* entry) { return entry->audience_.in_sight(); };
  auto line = std::ranges::find_if(
      lines_, [&](const Line& one) { return std::ranges::any_of(one.waiting, wanted); });
  if (line == lines_.end()) line = lines_.begin();
  auto place = std::ranges::find_if(line->waiting, wanted);
  if (place == line->waiting.end()) place = line->waiting.begin();
  Entry* next = *place;
  line->waiting.erase(place);
  if (line->waiting.empty()) {
    lines_.erase(line);
  } else {
    lines_.splice(lines_.end(), lines_, line);
  }
  return next;
}

}  // namespace perihelion
