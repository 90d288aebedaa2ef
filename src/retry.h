#pragma once

#include <chrono>
#include <optional>

#include "perihelion/error.h"
#include "perihelion/transport.h"

namespace perihelion {

/// Why an attempt failed, and what the server said about trying again.
struct Failure {
  Error error;
  std::optional<std::chrono::milliseconds> retry_after;
};

/// The seconds of a `Retry-After` header; nothing where there is none or it is a date.
std::optional<std::chrono::milliseconds> retry_after(const Response& head);

/// How long to wait before the retry of that number (0 is the first), or nothing where another
/// attempt would not help: a `Retry-After` counts for 413, 429 and 503; otherwise 500, 502, 503,
/// 504 and a failed network are retried after about half a second, doubled each time.
std::optional<std::chrono::milliseconds> retry_delay(const Failure& failure, int retry);

}  // namespace perihelion
