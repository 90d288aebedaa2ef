#include "perihelion/asset.h"

#include <algorithm>
#include <cctype>

#include "json.h"
#include "perihelion/error.h"
#include "utf8.h"

namespace perihelion {
namespace {

/// The charset of a content type, in lower case; empty where it declares none.
std::string charset_of(std::string type) {
  std::ranges::transform(type, type.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::size_t at = type.find("charset=");
  if (at == std::string::npos) return {};
  std::string name = type.substr(at + 8);
  name.resize(std::min(name.find_first_of("; "), name.size()));
  std::erase(name, '"');
  return name;
}

std::string from_latin1(const std::string& bytes) {
  std::string text;
  for (const unsigned char c : bytes) append_utf8(c, text);
  return text;
}

}  // namespace

std::string Asset::text() const {
  const std::string charset = charset_of(content_type);
  if (charset.empty() || charset == "utf-8" || charset == "us-ascii") return bytes;
  if (charset == "iso-8859-1") return from_latin1(bytes);
  throw Error(ErrorCode::bad_response,
              "the asset's charset is '" + charset + "': take its bytes and decode them");
}

Value Asset::json() const { return parse_json(bytes); }

}  // namespace perihelion
