// What an API hands on to the one that takes its place.

#include <algorithm>
#include <array>

#include "api_state.h"
#include "perihelion/api.h"

namespace perihelion {
namespace {

using Clock = std::chrono::steady_clock;

Value to_list(const std::set<std::string>& texts) {
  return Value::Array(texts.begin(), texts.end());
}

std::set<std::string> to_set(const Value& list) {
  const std::vector<std::string> all = texts(list);
  return {all.begin(), all.end()};
}

}  // namespace

Value API::history() const {
  const Caller& caller = *state_->caller;
  Value counts{Value::Object{}};
  for (const auto& [path, c] : caller.counts) {
    counts.set(path, Value::Array{c.requests, c.retries, c.cache_hits, c.shared, c.bytes,
                                  std::int64_t{c.time.count()}});
  }
  Value out;
  out.set("counts", std::move(counts));
  out.set("useCache", caller.use_cache);
  out.set("freshSince", std::int64_t{caller.fresh_since.time_since_epoch().count()});
  out.set("inSight", caller.in_sight);
  out.set("received", caller.received);
  out.set("keys", to_list(state_->keys_within_scope));
  out.set("warnings", to_list(state_->warnings));
  return out;
}

void API::resume(const Value& history) const {
  Caller& caller = *state_->caller;
  for (const auto& [path, counts] : history["counts"].as_object()) {
    std::array<std::int64_t, 6> numbers{};
    std::ranges::transform(counts.as_array(), numbers.begin(),
                           [](const Value& number) { return number.as_integer(); });
    const auto& [requests, retries, cache_hits, shared, bytes, time] = numbers;
    caller.counts[path] = {requests, retries, cache_hits,
                           shared,   bytes,   std::chrono::milliseconds(time)};
  }
  caller.use_cache = history["useCache"].as_bool();
  caller.fresh_since = Clock::time_point(Clock::duration(history["freshSince"].as_integer()));
  caller.in_sight = history["inSight"].as_bool();
  caller.received = history["received"].as_integer();
  state_->keys_within_scope = to_set(history["keys"]);
  state_->warnings = to_set(history["warnings"]);
}

}  // namespace perihelion
