#include "origin.h"

#include <curl/curl.h>

#include <memory>

namespace perihelion {
namespace {

/// An address in its parts.
class Url {
 public:
  explicit Url(const std::string& text) : url_(curl_url(), curl_url_cleanup) {
    parsed_ = url_ && curl_url_set(url_.get(), CURLUPART_URL, text.c_str(),
                                   CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
  }

  std::string part(CURLUPart which) const {
    char* text = nullptr;
    if (!parsed_ || curl_url_get(url_.get(), which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK)
      return {};
    const std::unique_ptr<char, decltype(&curl_free)> owner(text, curl_free);
    return text;
  }

 private:
  std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url_;
  bool parsed_ = false;
};

bool equal(const Url& one, const Url& other, CURLUPart part) {
  const std::string text = one.part(part);
  return !text.empty() && curl_strequal(text.c_str(), other.part(part).c_str());
}

}  // namespace

bool is_http(const std::string& text) {
  const std::string scheme = Url(text).part(CURLUPART_SCHEME);
  return curl_strequal(scheme.c_str(), "http") || curl_strequal(scheme.c_str(), "https");
}

bool same_origin(const std::string& one, const std::string& other) {
  const Url a(one);
  const Url b(other);
  return equal(a, b, CURLUPART_SCHEME) && equal(a, b, CURLUPART_HOST) &&
         equal(a, b, CURLUPART_PORT);
}

}  // namespace perihelion
