#include "retry.h"

#include <charconv>
#include <random>

#include "clock.h"
namespace perihelion {
namespace {

using std::chrono::milliseconds;

constexpr int kFirstPause = 500;
constexpr int kLongestRetryAfter = 24 * 60 * 60;

/// Between half of `pause` and all of it, so that clients that failed together come back apart.
milliseconds jittered(int pause) {
  // A client a thread is allowed, and each has to draw.
  thread_local std::minstd_rand random(static_cast<unsigned>(now().time_since_epoch().count()));
  return milliseconds(pause / 2 + static_cast<int>(random() % static_cast<unsigned>(pause / 2)));
}

}  // namespace

std::optional<milliseconds> retry_after(const Response& head) {
  const std::string_view text = head.header("retry-after");
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0) return std::nullopt;
  return milliseconds(1000) * std::min(seconds, kLongestRetryAfter);
}

std::optional<milliseconds> retry_delay(const Failure& failure, int retry) {
  const int status = failure.error.status();
  if (failure.retry_after && (status == 413 || status == 429 || status == 503)) {
    return failure.retry_after;
  }
  const bool passing = status == 500 || status == 502 || status == 503 || status == 504;
  if (!passing && failure.error.code() != ErrorCode::network) return std::nullopt;
  return jittered(kFirstPause << std::min(retry, 6));
}

}  // namespace perihelion
