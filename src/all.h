#pragma once

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "perihelion/task.h"

namespace perihelion {

/// Runs tasks side by side and returns their values in the order of the tasks; when all have ended,
/// throws what the first of them threw.
template <class T>
Task<std::vector<T>> all(std::vector<Task<T>> tasks) {
  struct Gathering {
    std::vector<std::optional<Outcome<T>>> outcomes;
    std::size_t left;
    std::coroutine_handle<> waiter;
  };
  struct End {
    std::shared_ptr<Gathering> gathering;
    explicit End(std::shared_ptr<Gathering> of) : gathering(std::move(of)) {}
    End(const End&) = delete;
    End& operator=(const End&) = delete;
    ~End() { gathering->waiter = {}; }
    bool await_ready() const { return gathering->left == 0; }
    void await_suspend(std::coroutine_handle<> waiter) { gathering->waiter = waiter; }
    void await_resume() const {}
  };

  const auto gathering = std::make_shared<Gathering>();
  gathering->outcomes.resize(tasks.size());
  gathering->left = tasks.size();
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    start<T>(std::move(tasks[i]), [gathering, i](Outcome<T> outcome) {
      gathering->outcomes[i].emplace(std::move(outcome));
      if (--gathering->left == 0 && gathering->waiter) gathering->waiter.resume();
    });
  }
  End end(gathering);
  co_await end;

  std::vector<T> values;
  for (auto& outcome : gathering->outcomes) {
    if (outcome->index() == 1) std::rethrow_exception(std::get<1>(*outcome));
    values.push_back(std::move(std::get<0>(*outcome)));
  }
  co_return values;
}

}  // namespace perihelion
