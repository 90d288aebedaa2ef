#include "cancelled.h"
#include "native/curl_request.h"
#include "native/loop.h"
#include "perihelion/native.h"

namespace perihelion {
namespace {

using native::CurlRequest;
using native::Loop;
using native::Waiter;

class CurlTransport : public Transport, private Driver {
 public:
  ~CurlTransport() override { loop_->close(); }

  Task<Response> send(Request request, BodySink sink, CancelToken cancel) override {
    throw_if_cancelled(cancel);
    CurlRequest operation(loop_, std::move(request), std::move(sink));
    const CancelCallback on_cancel(cancel, [&] { operation.fail(cancelled()); });
    co_return co_await operation;
  }

  Task<void> wait(std::chrono::milliseconds duration, CancelToken cancel) override {
    throw_if_cancelled(cancel);
    Waiter timer(loop_, duration, nullptr);
    const CancelCallback on_cancel(cancel, [&] { timer.fail(cancelled()); });
    co_await timer;
  }

 private:
  bool poll() override {
    // Whoever is resumed may let go of the transport.
    const std::shared_ptr<Loop> loop = loop_;
    return loop->turn();
  }

  std::shared_ptr<Loop> loop_ = std::make_shared<Loop>();
};

}  // namespace

std::shared_ptr<Transport> curl_transport() {
  // One for all users of a thread: with two, the one that waits would keep the other waiting.
  thread_local std::weak_ptr<CurlTransport> of_this_thread;
  auto transport = of_this_thread.lock();
  if (!transport) of_this_thread = transport = std::make_shared<CurlTransport>();
  return transport;
}

}  // namespace perihelion
