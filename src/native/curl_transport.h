#pragma once

#include <memory>

#include "curl_loop.h"
#include "perihelion/transport.h"

namespace perihelion {

/// The transport of native programs: libcurl's multi interface on one thread.
class CurlTransport : public Transport, public Driver {
 public:
  ~CurlTransport() override;

  Task<Response> send(Request request, BodySink sink, CancelToken cancel) override;
  Task<void> wait(std::chrono::milliseconds duration, CancelToken cancel) override;
  bool poll() override;

 private:
  // The calls under way share it, so that each of them can end after the transport.
  std::shared_ptr<CurlLoop> loop_ = std::make_shared<CurlLoop>();
};

}  // namespace perihelion
