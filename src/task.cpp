#include "perihelion/task.h"

#include <algorithm>
#include <vector>

#include "perihelion/error.h"

namespace perihelion {
namespace {

std::vector<Driver*>& drivers() {
  thread_local std::vector<Driver*> all;
  return all;
}

}  // namespace

Driver::Driver() { drivers().push_back(this); }
Driver::~Driver() { std::erase(drivers(), this); }

void detail::drive(const std::function<bool()>& done) {
  while (!done()) {
    const bool moved =
        std::ranges::any_of(drivers(), [](Driver* driver) { return driver->poll(); });
    if (!moved && !done()) {
      throw Error(ErrorCode::closed, "the task waits for something that no driver will deliver");
    }
  }
}

}  // namespace perihelion
