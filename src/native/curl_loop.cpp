#include "curl_loop.h"

#include <algorithm>
#include <utility>

#include "perihelion/error.h"
#include "transfer.h"

namespace perihelion {
namespace {

constexpr std::chrono::milliseconds kLongestWait{60'000};

CURLM* make_multi() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM* multi = started == CURLE_OK ? curl_multi_init() : nullptr;
  if (!multi) throw Error(ErrorCode::network, "libcurl does not start");
  return multi;
}

std::exception_ptr closed() {
  return std::make_exception_ptr(
      Error(ErrorCode::closed, "the transport was closed before the call ended"));
}

}  // namespace

CurlLoop::CurlLoop() : multi_(make_multi()) {}

CurlLoop::~CurlLoop() {
  close();
  curl_multi_cleanup(multi_);
}

void CurlLoop::require_open() const {
  if (closed_) std::rethrow_exception(closed());
}

void CurlLoop::add(const std::shared_ptr<Transfer>& transfer) {
  require_open();
  transfers_.insert(transfer);
  begun_.push_back(transfer);
  if (!performing_) flush();
}

void CurlLoop::add(const std::shared_ptr<Timer>& timer) {
  require_open();
  timers_.emplace(timer->due(), timer);
}

void CurlLoop::end(const std::shared_ptr<Transfer>& transfer, std::exception_ptr failure) {
  if (transfer->ended()) return;
  remove(transfer);
  settle(transfer, std::move(failure));
}

void CurlLoop::end(const std::shared_ptr<Timer>& timer, std::exception_ptr failure) {
  if (timer->ended()) return;
  const auto [first, last] = timers_.equal_range(timer->due());
  const auto place = std::find_if(first, last, [&](auto& entry) { return entry.second == timer; });
  if (place != last) timers_.erase(place);
  settle(timer, std::move(failure));
}

void CurlLoop::settle(std::shared_ptr<Pending> pending, std::exception_ptr failure) {
  pending->ended_ = true;
  pending->failure_ = std::move(failure);
  ready_.push_back(std::move(pending));
}

void CurlLoop::remove(const std::shared_ptr<Transfer>& transfer) {
  transfers_.erase(transfer);
  if (std::erase(begun_, transfer) > 0) return;
  aborted_.push_back(transfer);
  if (!performing_) flush();
}

/// Tells curl what began and what was aborted meanwhile.
void CurlLoop::flush() {
  for (const auto& transfer : std::exchange(aborted_, {})) {
    curl_multi_remove_handle(multi_, transfer->handle());
  }
  for (const auto& transfer : std::exchange(begun_, {})) {
    curl_multi_add_handle(multi_, transfer->handle());
  }
}

bool CurlLoop::poll() {
  if (performing_) return false;
  if (ready_.empty()) {
    if (transfers_.empty() && timers_.empty()) return false;
    wait_for_event();
    perform();
    collect_ended();
    fire_timers();
  }
  resume_ready();
  return true;
}

void CurlLoop::wait_for_event() {
  Clock::duration wait = kLongestWait;
  if (!timers_.empty()) wait = std::min(wait, timers_.begin()->first - Clock::now());
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
  curl_multi_poll(multi_, nullptr, 0, static_cast<int>(std::max<decltype(whole)>(0, whole)),
                  nullptr);
}

void CurlLoop::perform() {
  int running = 0;
  performing_ = true;
  curl_multi_perform(multi_, &running);
  performing_ = false;
  flush();
}

void CurlLoop::collect_ended() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode result = message->data.result;
    const std::shared_ptr<Transfer> transfer = Transfer::of(message->easy_handle);
    if (result == CURLE_OK && transfer->redirected()) {
      curl_multi_remove_handle(multi_, transfer->handle());
      if (const std::exception_ptr refusal = transfer->turn_to_next_hop()) {
        transfers_.erase(transfer);
        settle(transfer, refusal);
      } else {
        curl_multi_add_handle(multi_, transfer->handle());
      }
    } else {
      end(transfer, transfer->failure(result));
    }
  }
}

void CurlLoop::fire_timers() {
  const Clock::time_point now = Clock::now();
  while (!timers_.empty() && timers_.begin()->first <= now) {
    const std::shared_ptr<Timer> timer = timers_.begin()->second;
    end(timer, nullptr);
  }
}

/// Resumes those who are ready now; who becomes ready meanwhile has the next turn.
void CurlLoop::resume_ready() {
  for (std::size_t count = ready_.size(); count > 0 && !ready_.empty(); --count) {
    const std::shared_ptr<Pending> pending = std::move(ready_.front());
    ready_.pop_front();
    if (const auto waiter = std::exchange(pending->waiter_, {})) waiter.resume();
  }
}

void CurlLoop::close() {
  closed_ = true;
  while (!transfers_.empty()) end(*std::set(transfers_).begin(), closed());
  while (!timers_.empty()) end(std::shared_ptr(timers_.begin()->second), closed());
  while (!performing_ && !ready_.empty()) resume_ready();
}

}  // namespace perihelion
