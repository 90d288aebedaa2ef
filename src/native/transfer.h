#pragma once

#include <curl/curl.h>

#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "curl_loop.h"
#include "perihelion/transport.h"

namespace perihelion {

/// One request and its answer, over as many redirects as it takes.
class Transfer : public Pending, public std::enable_shared_from_this<Transfer> {
 public:
  /// Throws `invalid_argument` where the request cannot be sent as it is.
  Transfer(Request request, BodySink sink);

  CURL* handle() const { return easy_.get(); }
  static std::shared_ptr<Transfer> of(CURL* handle);

  /// The server sent the request elsewhere.
  bool redirected() const;

  /// Makes the handle ask where the redirect points to; what is returned says why not.
  std::exception_ptr turn_to_next_hop();

  /// Why there is no whole answer, or nothing where there is one.
  std::exception_ptr failure(CURLcode result) const;

  Response take_head() { return std::move(head_); }

 private:
  struct Free {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self);
  static std::size_t on_piece(char* data, std::size_t, std::size_t size, void* self);

  void set_constant_options();
  void set_request();
  void set_headers();
  void append(const std::string& line);
  void read_header_line(std::string_view line);
  bool give_to_sink(std::string_view piece);

  Request request_;
  BodySink sink_;
  Response head_;
  std::unique_ptr<CURL, Free> easy_;
  std::unique_ptr<curl_slist, Free> headers_;
  Clock::time_point deadline_;
  std::exception_ptr sink_failure_;
  int redirects_ = 0;
  bool head_complete_ = false;
};

}  // namespace perihelion
