#include "perihelion/task.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "perihelion/error.h"

namespace perihelion {
namespace {

Task<int> answer(bool* started) {
  *started = true;
  co_return 42;
}

Task<int> sum(int a, int b) { co_return a + b; }

Task<int> nested() {
  int total = 0;
  for (int i = 0; i < 1000; ++i) total += co_await sum(i, 1);
  co_return total;
}

Task<void> failing() {
  co_await sum(1, 2);
  throw std::runtime_error("as expected");
}

Task<void> note(bool* ended) {
  co_await sum(1, 2);
  *ended = true;
}

struct Never {
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) const {}
  void await_resume() const {}
};

TEST(Task, OfNothingRunsAndStartsToo) {
  bool ended = false;
  run(note(&ended));
  EXPECT_TRUE(ended);
  EXPECT_THROW(run(failing()), std::runtime_error);
  std::size_t outcome = 2;
  start<void>(failing(), [&](const Outcome<void>& how) { outcome = how.index(); });
  EXPECT_EQ(outcome, 1);
}

TEST(Task, IsLazy) {
  bool started = false;
  Task<int> task = answer(&started);
  EXPECT_FALSE(started);
  EXPECT_EQ(run(std::move(task)), 42);
  EXPECT_TRUE(started);
}

TEST(Task, AwaitsOthers) { EXPECT_EQ(run(nested()), 500500); }

TEST(Task, CarriesMoveOnlyResults) {
  const auto make = []() -> Task<std::unique_ptr<std::string>> {
    co_return std::make_unique<std::string>("whole");
  };
  EXPECT_EQ(*run(make()), "whole");
}

TEST(Task, PassesExceptionsOn) {
  std::string message;
  start<int>(
      []() -> Task<int> {
        co_await failing();
        co_return 1;
      }(),
      [&](Outcome<int> outcome) {
        try {
          std::rethrow_exception(std::get<1>(outcome));
        } catch (const std::runtime_error& error) {
          message = error.what();
        }
      });
  EXPECT_EQ(message, "as expected");
}

TEST(Task, RunSaysWhenNothingCanWakeTheTask) {
  const auto stuck = []() -> Task<int> {
    co_await Never{};
    co_return 1;
  };
  Task<int> task = stuck();
  try {
    run(std::move(task));
    FAIL() << "it cannot have ended";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::closed);
  }
}

struct IdleDriver : Driver {
  bool poll() override { return false; }
};

TEST(Driver, MayOutliveTheObjectsOfItsThread) {
  const auto leave = [] {
    static const IdleDriver driver;
    std::exit(0);
  };
  EXPECT_EXIT(leave(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace perihelion
