#include "auth.h"

#include <coroutine>
#include <map>
#include <utility>

#include "perihelion/error.h"
#include "turn.h"

namespace perihelion {
namespace {

/// One question to the page.
class KeyRequest {
 public:
  KeyRequest(const emscripten::val& function, bool refused)
      : function_(function), refused_(refused), id_(++last_id) {}
  KeyRequest(const KeyRequest&) = delete;
  KeyRequest& operator=(const KeyRequest&) = delete;
  ~KeyRequest() { open.erase(id_); }

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    waiter_ = waiter;
    open[id_] = this;
    function_(refused_, id_);
  }
  std::string await_resume() {
    if (ok_) return std::move(text_);
    throw Error(ErrorCode::unauthorized, "auth gave no key: " + text_);
  }

  static void answer(int id, bool ok, std::string text) {
    const auto found = open.find(id);
    if (found == open.end()) return;
    found->second->ok_ = ok;
    found->second->text_ = std::move(text);
    found->second->waiter_.resume();
  }

 private:
  static inline int last_id = 0;
  static inline std::map<int, KeyRequest*> open;

  const emscripten::val& function_;
  bool refused_;
  int id_;
  bool ok_ = false;
  std::string text_;
  std::coroutine_handle<> waiter_;
};

Task<std::string> ask(emscripten::val function, bool refused) {
  KeyRequest request(function, refused);
  co_return co_await request;
}

}  // namespace

std::function<Task<std::string>(bool refused)> auth_of(const emscripten::val& function) {
  if (function.isUndefined()) return {};
  return [function](bool refused) { return ask(function, refused); };
}

void answer_auth(int id, bool ok, std::string text) {
  next_turn([=] { KeyRequest::answer(id, ok, text); });
}

}  // namespace perihelion
