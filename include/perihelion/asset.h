#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "perihelion/value.h"

namespace perihelion {

/// The bytes of an asset as they were logged.
struct Asset {
  std::string bytes;
  std::string content_type;  ///< as the server declares it; empty where it does not

  /// The bytes as UTF-8 text: by the declared charset where that is UTF-8, US-ASCII or ISO-8859-1,
  /// as UTF-8 where none is declared. `bad_response` names any other charset.
  std::string text() const;

  /// The bytes as parsed JSON; `bad_response` where they are none.
  Value json() const;
};

/// A piece of an asset on its way. The bytes are valid only during the call.
struct AssetPiece {
  std::string_view bytes;
  std::string_view content_type;
  std::int64_t received = 0;          ///< bytes up to and with this piece
  std::optional<std::int64_t> total;  ///< unknown where the server does not say it reliably
  bool first = false;  ///< the asset begins (again, after a retry): what came before is void
};

/// Takes an asset piece by piece. What it throws ends the call.
using AssetSink = std::function<void(const AssetPiece& piece)>;

}  // namespace perihelion
