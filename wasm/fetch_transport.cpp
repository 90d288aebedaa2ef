#include "fetch_transport.h"

#include <emscripten/eventloop.h>
#include <emscripten/fetch.h>

#include <algorithm>
#include <coroutine>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>

#include "cancelled.h"
#include "perihelion/error.h"
#include "turn.h"

namespace perihelion {
namespace {

constexpr unsigned short kDone = 4;

/// One request, from its start until both the coroutine and the platform have let go of it.
class Operation : public std::enable_shared_from_this<Operation> {
 public:
  Operation(Request request, BodySink sink)
      : request_(std::move(request)), sink_(std::move(sink)) {}

  bool await_ready() const { return settled_; }
  void await_suspend(std::coroutine_handle<> waiter) { waiter_ = waiter; }
  Response await_resume() {
    if (failure_) std::rethrow_exception(failure_);
    return std::move(head_);
  }

  void start();

  void fail(const Error& error) { settle(std::make_exception_ptr(error)); }

 private:
  static Operation& of(emscripten_fetch_t* fetch) {
    return **static_cast<std::shared_ptr<Operation>*>(fetch->userData);
  }
  static void on_piece(emscripten_fetch_t* fetch) { of(fetch).take_piece(fetch); }
  static void on_end(emscripten_fetch_t* fetch) { of(fetch).end(fetch); }
  static void on_deadline(void* self) {
    static_cast<Operation*>(self)->timer_.reset();
    static_cast<Operation*>(self)->fail(
        {ErrorCode::timeout, "no whole answer within the deadline"});
  }

  void take_piece(emscripten_fetch_t* fetch);
  void end(emscripten_fetch_t* fetch);
  void read_head(emscripten_fetch_t* fetch);
  void settle(std::exception_ptr failure);
  void close();

  Request request_;
  BodySink sink_;
  Response head_;
  emscripten_fetch_t* fetch_ = nullptr;
  std::optional<int> timer_;
  std::exception_ptr failure_;
  std::coroutine_handle<> waiter_;
  bool settled_ = false;
};

void Operation::start() {
  if (settled_) return;
  emscripten_fetch_attr_t attr;
  emscripten_fetch_attr_init(&attr);
  std::strncpy(attr.requestMethod, request_.method.c_str(), sizeof(attr.requestMethod) - 1);
  // With STREAM_DATA alone every piece arrives without its bytes.
  attr.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY | EMSCRIPTEN_FETCH_STREAM_DATA;
  attr.onprogress = on_piece;
  attr.onsuccess = on_end;
  attr.onerror = on_end;
  std::vector<const char*> headers;
  for (const auto& [name, value] : request_.headers) {
    headers.push_back(name.c_str());
    headers.push_back(value.c_str());
  }
  headers.push_back(nullptr);
  attr.requestHeaders = headers.data();
  attr.withCredentials = request_.credentials;
  attr.requestData = request_.body.empty() ? nullptr : request_.body.data();
  attr.requestDataSize = request_.body.size();
  attr.userData = new std::shared_ptr<Operation>(shared_from_this());
  timer_ = emscripten_set_timeout(on_deadline, static_cast<double>(request_.timeout.count()), this);
  fetch_ = emscripten_fetch(&attr, request_.url.c_str());
}

void Operation::take_piece(emscripten_fetch_t* fetch) {
  // The library keeps the last piece of each request for ever unless it is taken away.
  const std::unique_ptr<char, decltype(&std::free)> data(const_cast<char*>(fetch->data), std::free);
  fetch->data = nullptr;
  if (settled_ || !data) return;
  read_head(fetch);
  try {
    sink_(head_, {data.get(), static_cast<std::size_t>(fetch->numBytes)});
  } catch (...) {
    settle(std::current_exception());
  }
}

/// The library ends a broken request twice, the second time as a success, so only the first end
/// counts: readyState 4 is an answer whatever its status, anything below is a failure of the
/// network.
void Operation::end(emscripten_fetch_t* fetch) {
  if (settled_) return;
  fetch_ = fetch;
  if (fetch->readyState != kDone || fetch->status == 0) {
    const char* const why =
        head_.status == 0
            ? "no answer: the server is down, or it does not allow requests from this page (CORS)"
            : "the answer broke off";
    fail({ErrorCode::network, why});
    return;
  }
  read_head(fetch);
  settle(nullptr);
}

void Operation::read_head(emscripten_fetch_t* fetch) {
  if (head_.status != 0) return;
  head_.status = fetch->status;
  std::string text(emscripten_fetch_get_response_headers_length(fetch) + 1, '\0');
  emscripten_fetch_get_response_headers(fetch, text.data(), text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\r\n", at), text.size());
    const std::size_t colon = text.find(": ", at);
    if (colon < end) {
      head_.headers.emplace_back(text.substr(at, colon - at),
                                 text.substr(colon + 2, end - colon - 2));
    }
    at = end + 2;
  }
}

void Operation::settle(std::exception_ptr failure) {
  if (std::exchange(settled_, true)) return;
  failure_ = std::move(failure);
  if (timer_) emscripten_clear_timeout(*timer_);
  timer_.reset();
  close();
  if (waiter_) std::exchange(waiter_, {}).resume();
}

/// Aborts the request if it is still in flight, and frees it. Never from inside one of its own
/// callbacks, where the library would call back without end.
void Operation::close() {
  if (!fetch_) return;
  close_in_next_turn([self = shared_from_this()] {
    emscripten_fetch_t* fetch = std::exchange(self->fetch_, nullptr);
    const std::unique_ptr<std::shared_ptr<Operation>> reference(
        static_cast<std::shared_ptr<Operation>*>(fetch->userData));
    emscripten_fetch_close(fetch);
  });
}

/// One wait on the platform's timer, ended early by a cancellation.
class Timer {
 public:
  Timer(std::chrono::milliseconds duration, const CancelToken& cancel)
      : id_(emscripten_set_timeout(on_time, static_cast<double>(duration.count()), this)),
        on_cancel_(cancel, [this] { on_time(this); }) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { emscripten_clear_timeout(id_); }

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) { waiter_ = waiter; }
  void await_resume() const {}

 private:
  static void on_time(void* self) {
    if (auto waiter = std::exchange(static_cast<Timer*>(self)->waiter_, {})) waiter.resume();
  }

  int id_;
  std::coroutine_handle<> waiter_;
  CancelCallback on_cancel_;
};

}  // namespace

Task<Response> FetchTransport::send(Request request, BodySink sink, CancelToken cancel) {
  const auto operation = std::make_shared<Operation>(std::move(request), std::move(sink));
  throw_if_cancelled(cancel);
  const CancelCallback on_cancel(cancel, [&] { operation->fail(cancelled()); });
  next_turn([operation] { operation->start(); });
  co_return co_await *operation;
}

Task<void> FetchTransport::wait(std::chrono::milliseconds duration, CancelToken cancel) {
  if (!cancel.cancelled()) {
    Timer timer(duration, cancel);
    co_await timer;
  }
  throw_if_cancelled(cancel);
}

}  // namespace perihelion
