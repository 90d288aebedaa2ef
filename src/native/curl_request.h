#pragma once

#include <curl/curl.h>

#include <array>
#include <memory>
#include <string>

#include "native/loop.h"
#include "perihelion/transport.h"

namespace perihelion::native {

/// One request in flight, from its making to its end or its destruction, which aborts it.
class CurlRequest : public Waiter {
 public:
  /// Throws `invalid_argument` for a request that cannot be sent.
  CurlRequest(std::shared_ptr<Loop> loop, Request request, BodySink sink);
  ~CurlRequest();

  static CurlRequest& of(CURL* easy);

  /// libcurl is done with it: by an answer, a redirect or a failure.
  void end(CURLcode code);

  Response await_resume() {
    Waiter::await_resume();
    return std::move(head_);
  }

 private:
  struct Free {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
  };
  using Headers = std::unique_ptr<curl_slist, Free>;

  static std::size_t on_piece(char* data, std::size_t, std::size_t size, void* self) noexcept;

  template <class T>
  void set(CURLoption option, T value);
  void set_up();
  void send();
  Headers header_list() const;
  void read_head();
  bool is_redirect() const;
  void follow();
  static std::string origin_of(const std::string& url);

  Request request_;
  BodySink sink_;
  Response head_;
  Headers headers_;
  std::unique_ptr<CURL, Free> easy_;
  std::array<char, CURL_ERROR_SIZE> reason_{};
  int redirects_ = 0;
};

}  // namespace perihelion::native
