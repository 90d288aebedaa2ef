#include "curl_transport.h"

#include "perihelion/error.h"
#include "perihelion/native.h"
#include "transfer.h"

namespace perihelion {
namespace {

Error cancelled() { return {ErrorCode::cancelled, "the call was cancelled"}; }

}  // namespace

CurlTransport::~CurlTransport() {
  const std::shared_ptr<CurlLoop> loop = loop_;
  loop->close();
}

Task<Response> CurlTransport::send(Request request, BodySink sink, CancelToken cancel) {
  if (cancel.cancelled()) throw cancelled();
  const auto transfer = std::make_shared<Transfer>(std::move(request), std::move(sink));
  Waiting<Transfer> waiting(loop_, transfer);
  const CancelCallback on_cancel(
      cancel, [&waiting] { waiting.fail(std::make_exception_ptr(cancelled())); });
  co_await waiting;
  co_return transfer->take_head();
}

Task<void> CurlTransport::wait(std::chrono::milliseconds duration, CancelToken cancel) {
  if (cancel.cancelled()) throw cancelled();
  Waiting<Timer> waiting(loop_, std::make_shared<Timer>(Clock::now() + duration));
  const CancelCallback on_cancel(
      cancel, [&waiting] { waiting.fail(std::make_exception_ptr(cancelled())); });
  co_await waiting;
}

bool CurlTransport::poll() {
  const std::shared_ptr<CurlLoop> loop = loop_;  // whoever is resumed may drop the transport
  return loop->poll();
}

std::shared_ptr<Transport> make_curl_transport() { return std::make_shared<CurlTransport>(); }

}  // namespace perihelion
