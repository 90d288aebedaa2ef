#include "asset_decoder.h"

#include <charconv>

namespace perihelion {
namespace {

/// What Content-Length declares. Of a compressed answer it counts other bytes than those that
/// arrive, and says nothing.
std::optional<std::int64_t> total_of(const Response& head, std::int64_t received) {
  if (!head.header("content-encoding").empty()) return std::nullopt;
  const std::string_view text = head.header("content-length");
  std::int64_t total = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), total);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return total >= received ? std::optional(total) : std::nullopt;
}

}  // namespace

void AssetDecoder::feed(const Response& head, std::string_view piece) {
  received_ += static_cast<std::int64_t>(piece.size());
  sink_({.bytes = piece,
         .content_type = head.header("content-type"),
         .received = received_,
         .total = total_of(head, received_),
         .first = !std::exchange(begun_, true)});
}

/// An empty asset has no piece, and is told all the same.
Answer AssetDecoder::finish(const Response& head) {
  if (!begun_) feed(head, {});
  return {};
}

}  // namespace perihelion
