#pragma once

#include <chrono>
#include <coroutine>
#include <list>
#include <memory>
#include <optional>

#include "audience.h"
#include "clock.h"
#include "perihelion/cancel.h"
#include "perihelion/rest_client.h"
#include "perihelion/task.h"

namespace perihelion {

/// One call that several wait for. It is cancelled when the last of them leaves.
class SharedCall : public std::enable_shared_from_this<SharedCall> {
 public:
  const std::chrono::steady_clock::time_point started = now();
  const std::shared_ptr<Audience> audience = std::make_shared<Audience>();

  /// What the call itself has to watch.
  CancelToken token() const { return source_.token(); }

  /// Nobody waits any more: its answer will not come.
  bool abandoned() const { return source_.token().cancelled(); }

  /// Gives everybody who waits the outcome. Only the first one counts.
  void settle(Outcome<Answer> outcome);

  /// Waits for the outcome, or until `cancel`.
  static Task<Answer> join(std::shared_ptr<SharedCall> call, CancelToken cancel);

 private:
  struct Waiter;

  CancelSource source_;
  std::optional<Outcome<Answer>> outcome_;
  std::list<Waiter*> waiting_;
};

}  // namespace perihelion
