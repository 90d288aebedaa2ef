#include "request_queue.h"

#include <algorithm>

#include "cancelled.h"

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
  throw_if_cancelled(cancel_);
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

/// Hands the place on to the next: the first that somebody in sight wants, or else the first of
/// all.
void RequestQueue::leave() {
  // One that is cancelled is about to leave by itself: it could not give the place back.
  constexpr Wanted kWaits = [](const Entry* entry) { return !entry->cancel_.cancelled(); };
  constexpr Wanted kInSight = [](const Entry* entry) {
    return !entry->cancel_.cancelled() && entry->audience_.in_sight();
  };
  Entry* next = take_first(kInSight);
  if (!next) next = take_first(kWaits);
  if (next) {
    next->waiter_.resume();
  } else {
    ++free_;
  }
}

/// Takes an entry out of its line, which then goes to the end.
RequestQueue::Entry* RequestQueue::take_first(Wanted wanted) {
  for (auto line = lines_.begin(); line != lines_.end(); ++line) {
    const auto place = std::ranges::find_if(line->waiting, wanted);
    if (place == line->waiting.end()) continue;
    Entry* found = *place;
    line->waiting.erase(place);
    if (line->waiting.empty()) {
      lines_.erase(line);
    } else {
      lines_.splice(lines_.end(), lines_, line);
    }
    return found;
  }
  return nullptr;
}

}  // namespace perihelion
