#include "transfer.h"

#include <algorithm>
#include <utility>

#include "origin.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

constexpr int kMostRedirects = 10;

void require_sendable(const Request& request) {
  if (request.method != "GET" && request.method != "POST") {
    throw Error(ErrorCode::invalid_argument, "the method must be GET or POST");
  }
  if (!is_http(request.url)) {
    throw Error(ErrorCode::invalid_argument,
                "the URL must be absolute and begin with http:// or https://");
  }
  for (const auto& [name, value] : request.headers) {
    if ((name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      throw Error(ErrorCode::invalid_argument, "a header must not hold a line break or a NUL");
    }
  }
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return lower;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::exception_ptr network(const std::string& message) {
  return std::make_exception_ptr(Error(ErrorCode::network, message));
}

}  // namespace

Transfer::Transfer(Request request, BodySink sink)
    : request_(std::move(request)),
      sink_(std::move(sink)),
      easy_(curl_easy_init()),
      deadline_(Clock::now() + request_.timeout) {
  require_sendable(request_);
  if (!easy_) throw Error(ErrorCode::network, "libcurl does not start");
  set_constant_options();
  set_request();
}

std::shared_ptr<Transfer> Transfer::of(CURL* handle) {
  Transfer* self = nullptr;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &self);
  return self->shared_from_this();
}

void Transfer::set_constant_options() {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_piece);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // An aborted look-up of a name ends in its own time, and nobody waits for it.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");  // all that this libcurl can unpack
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "perihelion");
}

void Transfer::set_request() {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_URL, request_.url.c_str());
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
  // For curl 0 is "no limit".
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<decltype(left)>(1, left)));
  if (request_.method == "POST") {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.c_str());
  } else {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  }
  set_headers();
}

void Transfer::set_headers() {
  headers_.reset();
  append("Expect:");  // curl would ask for leave before it sends a large body
  bool typed = false;
  for (const auto& [name, value] : request_.headers) {
    append(value.empty() ? name + ";" : name + ": " + value);
    typed = typed || lower_case(name) == "content-type";
  }
  if (!typed) append("Content-Type:");  // curl would call it a form
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::append(const std::string& line) {
  curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
  if (!longer) throw std::bad_alloc();
  static_cast<void>(headers_.release());
  headers_.reset(longer);
}

std::size_t Transfer::on_header(char* data, std::size_t, std::size_t size, void* self) {
  try {
    static_cast<Transfer*>(self)->read_header_line({data, size});
    return size;
  } catch (...) {
    static_cast<Transfer*>(self)->sink_failure_ = std::current_exception();
    return 0;
  }
}

/// Each answer begins with its own status line: those before the last are 1xx or redirects. What
/// follows the empty line is no head but a trailer.
void Transfer::read_header_line(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    head_ = {.status = static_cast<int>(status), .headers = {}};
    head_complete_ = false;
  } else if (trimmed(line).empty()) {
    head_complete_ = true;
  } else if (const std::size_t colon = line.find(':');
             !head_complete_ && colon != std::string_view::npos) {
    head_.headers.emplace_back(lower_case(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
}

std::size_t Transfer::on_piece(char* data, std::size_t, std::size_t size, void* self) {
  // The sink may drop the call that it belongs to.
  const std::shared_ptr<Transfer> transfer = static_cast<Transfer*>(self)->shared_from_this();
  return transfer->give_to_sink({data, size}) ? size : CURL_WRITEFUNC_ERROR;
}

bool Transfer::give_to_sink(std::string_view piece) {
  if (ended() || sink_failure_) return false;
  if (redirected()) return true;
  try {
    sink_(head_, piece);
  } catch (...) {
    sink_failure_ = std::current_exception();
  }
  return !ended() && !sink_failure_;
}

bool Transfer::redirected() const {
  constexpr int kRedirects[] = {301, 302, 303, 307, 308};
  return std::ranges::find(kRedirects, head_.status) != std::end(kRedirects) &&
         !head_.header("location").empty();
}

std::exception_ptr Transfer::turn_to_next_hop() {
  if (++redirects_ > kMostRedirects) {
    return network("the server redirects more than " + std::to_string(kMostRedirects) + " times");
  }
  const char* target = nullptr;
  curl_easy_getinfo(easy_.get(), CURLINFO_REDIRECT_URL, &target);
  if (!target || !is_http(target)) {
    return network("the server redirects to something that is neither http nor https");
  }
  const std::string url = target;
  // Keys travel in headers of many names.
  if (!same_origin(request_.url, url)) request_.headers.clear();
  if (head_.status <= 303) {
    request_.method = "GET";
    request_.body.clear();
  }
  request_.url = url;
  head_ = {};
  set_request();
  return nullptr;
}

std::exception_ptr Transfer::failure(CURLcode result) const {
  if (sink_failure_) return sink_failure_;
  if (result == CURLE_OK) return nullptr;
  if (result == CURLE_OPERATION_TIMEDOUT) {
    return std::make_exception_ptr(
        Error(ErrorCode::timeout, "no whole answer within the deadline"));
  }
  if (head_.status == 0) return network(std::string("no answer: ") + curl_easy_strerror(result));
  return network("the answer broke off");
}

}  // namespace perihelion
