#pragma once

#include <utility>

#include "perihelion/asset.h"
#include "perihelion/rest_client.h"

namespace perihelion {

/// Passes an asset on as it arrives.
class AssetDecoder : public BodyDecoder {
 public:
  explicit AssetDecoder(AssetSink sink) : sink_(std::move(sink)) {}

  void feed(const Response& head, std::string_view piece) override;
  Answer finish(const Response& head) override;

 private:
  AssetSink sink_;
  std::int64_t received_ = 0;
  bool begun_ = false;
};

}  // namespace perihelion
