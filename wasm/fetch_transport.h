#pragma once

#include "perihelion/transport.h"

namespace perihelion {

/// The transport of the web: `emscripten_fetch` over the platform's fetch, in a page, a worker or
/// Node.
class FetchTransport : public Transport {
 public:
  Task<Response> send(Request request, BodySink sink, CancelToken cancel) override;
  Task<void> wait(std::chrono::milliseconds duration, CancelToken cancel) override;
};

}  // namespace perihelion
