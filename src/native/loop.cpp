#include "native/loop.h"

#include <algorithm>
#include <string>

#include "native/curl_request.h"

namespace perihelion::native {
namespace {

// libcurl takes an int of milliseconds; to wake up in between costs nothing.
constexpr auto kLongestSleep = std::chrono::milliseconds(60'000);

// A duration of "for ever" must not overflow the clock.
constexpr auto kLongestWait = std::chrono::hours(24 * 365);

void check(CURLMcode code) {
  if (code == CURLM_OK) return;
  throw Error(ErrorCode::network, std::string("libcurl stopped: ") + curl_multi_strerror(code));
}

}  // namespace

Loop::Loop() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  multi_ = ready == CURLE_OK ? curl_multi_init() : nullptr;
  if (!multi_) throw Error(ErrorCode::network, "libcurl does not start");
}

Loop::~Loop() { curl_multi_cleanup(multi_); }

bool Loop::turn() {
  if (ready_.empty()) {
    if (deadlines_.empty()) return false;
    wait_for_event();
  }
  move_sockets();
  end_overdue();
  resume_ready();
  return true;
}

void Loop::close() {
  closed_ = true;
  while (!deadlines_.empty()) {
    deadlines_.begin()->second->fail({ErrorCode::closed, "the client was closed"});
  }
  while (!ready_.empty()) resume_ready();
}

void Loop::wait_for_event() {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadlines_.begin()->first - Clock::now());
  const auto sleep = std::clamp(left, std::chrono::milliseconds(0), kLongestSleep);
  check(curl_multi_poll(multi_, nullptr, 0, static_cast<int>(sleep.count()), nullptr));
}

void Loop::move_sockets() {
  int running = 0;
  check(curl_multi_perform(multi_, &running));
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg == CURLMSG_DONE) {
      CurlRequest::of(message->easy_handle).end(message->data.result);
    }
  }
}

void Loop::end_overdue() {
  const auto now = Clock::now();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    Waiter& waiter = *deadlines_.begin()->second;
    waiter.settle(waiter.at_deadline_);
  }
}

/// Those that are ready now: whoever they make ready has the next turn, after the sockets.
void Loop::resume_ready() {
  for (std::size_t count = ready_.size(); count > 0 && !ready_.empty(); --count) {
    Waiter* const next = ready_.front();
    ready_.pop_front();
    next->waiter_.resume();
  }
}

Waiter::Waiter(std::shared_ptr<Loop> loop, std::chrono::milliseconds duration,
               std::exception_ptr at_deadline)
    : loop_(std::move(loop)), at_deadline_(std::move(at_deadline)) {
  const auto wait = std::min<std::chrono::milliseconds>(duration, kLongestWait);
  deadline_ = loop_->deadlines_.emplace(Loop::Clock::now() + wait, this);
  if (loop_->closed_) fail({ErrorCode::closed, "the client was closed"});
}

Waiter::~Waiter() {
  leave();
  std::erase(loop_->ready_, this);
}

void Waiter::settle(std::exception_ptr failure) {
  if (settled_) return;
  leave();
  settled_ = true;
  failure_ = std::move(failure);
  if (waiter_) loop_->ready_.push_back(this);
}

void Waiter::await_suspend(std::coroutine_handle<> waiter) { waiter_ = waiter; }

void Waiter::leave() {
  if (!settled_) loop_->deadlines_.erase(deadline_);
}

}  // namespace perihelion::native
