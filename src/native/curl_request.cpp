#include "native/curl_request.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

namespace perihelion::native {
namespace {

constexpr int kMostRedirects = 10;

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  return text;
}

// What any site may see, as in a browser; all else may hold a secret.
bool goes_to_other_origins(const Header& header) {
  const std::string name = lower_case(header.first);
  return name == "accept" || name == "content-type";
}

void check_header(const Header& header) {
  const auto breaks = [](const std::string& text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos;
  };
  const auto& [name, value] = header;
  if (name.empty() || breaks(name) || name.find_first_of(":; ") != std::string::npos) {
    throw Error(ErrorCode::invalid_argument,
                "a header's name is empty or holds : ; or white space");
  }
  if (breaks(value)) {
    throw Error(ErrorCode::invalid_argument,
                "the value of the header " + name + " holds a line break; it must be one line");
  }
}

}  // namespace

CurlRequest::CurlRequest(std::shared_ptr<Loop> loop, Request request, BodySink sink)
    : Waiter(std::move(loop), request.timeout,
             std::make_exception_ptr(
                 Error(ErrorCode::timeout, "no whole answer within the deadline"))),
      request_(std::move(request)),
      sink_(std::move(sink)),
      easy_(curl_easy_init()) {
  std::ranges::for_each(request_.headers, check_header);
  if (origin_of(request_.url).empty()) {
    throw Error(ErrorCode::invalid_argument,
                "the server's address is no URL that starts with http:// or https://");
  }
  if (!easy_) throw std::bad_alloc();
  set_up();
  if (!settled()) send();
}

CurlRequest::~CurlRequest() { curl_multi_remove_handle(loop().multi(), easy_.get()); }

CurlRequest& CurlRequest::of(CURL* easy) {
  void* self = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &self);
  return *static_cast<CurlRequest*>(self);
}

template <class T>
void CurlRequest::set(CURLoption option, T value) {
  const CURLcode code = curl_easy_setopt(easy_.get(), option, value);
  if (code != CURLE_OK) throw Error(ErrorCode::network, curl_easy_strerror(code));
}

void CurlRequest::set_up() {
  set(CURLOPT_PRIVATE, this);
  set(CURLOPT_ERRORBUFFER, reason_.data());
  set(CURLOPT_WRITEFUNCTION, on_piece);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_ACCEPT_ENCODING, "");  // every one that it can decode
  set(CURLOPT_USERAGENT, "perihelion/" PERIHELION_VERSION);
  set(CURLOPT_PIPEWAIT, 1L);  // rather share a connection that is on its way than open another
  // As OpenSSL's own programs do; libcurl alone knows no other bundle than its own.
  if (const char* const file = std::getenv("SSL_CERT_FILE"); file && *file) {
    set(CURLOPT_CAINFO, file);
  }
  // Else the end of a request would wait for a name server that does not answer.
  set(CURLOPT_QUICK_EXIT, 1L);
}

void CurlRequest::send() {
  head_ = {};
  reason_[0] = '\0';
  headers_ = header_list();
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_HTTPHEADER, headers_.get());
  if (request_.method == "POST") {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDS, request_.body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  } else {
    set(CURLOPT_HTTPGET, 1L);
  }
  const CURLMcode code = curl_multi_add_handle(loop().multi(), easy_.get());
  if (code != CURLM_OK) throw Error(ErrorCode::network, curl_multi_strerror(code));
}

CurlRequest::Headers CurlRequest::header_list() const {
  // libcurl would ask first whether it may send a large body, and wait a second for the answer.
  std::vector<std::string> lines = {"Expect:"};
  bool typed = false;
  for (const auto& [name, value] : request_.headers) {
    std::string& line = lines.emplace_back(name);
    line += value.empty() ? ";" : ": ";  // libcurl's way to say that an empty value is meant
    line += value;
    typed = typed || lower_case(name) == "content-type";
  }
  if (!typed) lines.emplace_back("Content-Type:");  // it would call the body a form
  Headers list;
  for (const std::string& line : lines) {
    curl_slist* const first = curl_slist_append(list.get(), line.c_str());
    if (!first) throw std::bad_alloc();
    if (!list) list.reset(first);
  }
  return list;
}

std::size_t CurlRequest::on_piece(char* data, std::size_t, std::size_t size, void* self) noexcept {
  CurlRequest& request = *static_cast<CurlRequest*>(self);
  if (request.settled()) return CURL_WRITEFUNC_ERROR;
  try {
    request.read_head();
    if (size > 0 && !request.is_redirect()) request.sink_(request.head_, {data, size});
    return size;
  } catch (...) {
    request.settle(std::current_exception());
    return CURL_WRITEFUNC_ERROR;
  }
}

void CurlRequest::end(CURLcode code) {
  if (settled()) return;
  try {
    if (code != CURLE_OK) {
      const std::string reason = reason_[0] ? reason_.data() : curl_easy_strerror(code);
      fail({ErrorCode::network,
            (head_.status == 0 ? "no answer: " : "the answer broke off: ") + reason});
      return;
    }
    read_head();
    if (is_redirect()) {
      follow();
    } else {
      settle(nullptr);
    }
  } catch (...) {
    settle(std::current_exception());
  }
}

void CurlRequest::read_head() {
  if (head_.status != 0) return;
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  head_.status = static_cast<int>(status);
  curl_header* header = nullptr;
  while ((header = curl_easy_nextheader(easy_.get(), CURLH_HEADER, -1, header))) {
    head_.headers.emplace_back(lower_case(header->name), header->value);
  }
}

bool CurlRequest::is_redirect() const {
  const int status = head_.status;
  return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
         !head_.header("location").empty();
}

/// libcurl's own way of following would take the request's headers to every host.
void CurlRequest::follow() {
  if (++redirects_ > kMostRedirects) {
    fail({ErrorCode::network, "no answer: more than ten redirects"});
    return;
  }
  const char* target = nullptr;
  curl_easy_getinfo(easy_.get(), CURLINFO_REDIRECT_URL, &target);
  std::string url = target ? target : "";
  const std::string origin = origin_of(url);
  if (origin.empty()) {
    fail({ErrorCode::network, "no answer: a redirect to what is neither http:// nor https://"});
    return;
  }
  if (origin != origin_of(request_.url)) {
    std::erase_if(request_.headers,
                  [](const Header& header) { return !goes_to_other_origins(header); });
  }
  if (head_.status < 307) request_.method = "GET";
  request_.url = std::move(url);
  curl_multi_remove_handle(loop().multi(), easy_.get());
  send();
}

/// Scheme, host and port, or nothing where it is no URL of HTTP.
std::string CurlRequest::origin_of(const std::string& url) {
  const std::unique_ptr<CURLU, Free> parts(curl_url());
  if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    curl_url_get(parts.get(), which, &text, CURLU_DEFAULT_PORT);
    const std::string copy = text ? text : "";
    curl_free(text);
    return lower_case(copy);
  };
  const std::string scheme = part(CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return {};
  return scheme + "://" + part(CURLUPART_HOST) + ":" + part(CURLUPART_PORT);
}

}  // namespace perihelion::native
