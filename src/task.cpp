#include "perihelion/task.h"

#include <utility>

#include "perihelion/error.h"

namespace perihelion {
namespace {

// A list through the drivers themselves has no destructor: a driver in a static variable outlives
// every object of its thread.
thread_local Driver* first = nullptr;

}  // namespace

Driver::Driver() : next_(std::exchange(first, this)) {}

Driver::~Driver() {
  Driver** place = &first;
  while (*place && *place != this) place = &(*place)->next_;
  if (*place) *place = next_;
}

bool Driver::poll_any() {
  for (Driver* driver = first; driver; driver = driver->next_) {
    if (driver->poll()) return true;
  }
  return false;
}

void detail::drive(const std::function<bool()>& done) {
  while (!done()) {
    if (!Driver::poll_any() && !done()) {
      throw Error(ErrorCode::closed, "the task waits for something that no driver will deliver");
    }
  }
}

}  // namespace perihelion
