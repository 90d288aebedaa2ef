#include "arguments.h"

#include "json.h"
#include "perihelion/error.h"

namespace perihelion {
namespace {

constexpr int kLargestCount = 1'000'000'000;

[[noreturn]] void wrong(std::string_view name, std::string_view wanted) {
  throw Error(ErrorCode::invalid_argument, std::string(name) + " must be " + std::string(wanted));
}

}  // namespace

Arguments::Arguments(const std::string& json) try : members_(parse_json(json)) {
} catch (const Error& error) {
  // The parser takes what it reads for a server's answer.
  throw Error(ErrorCode::invalid_argument, std::string("the arguments: ") + error.what());
}

std::string Arguments::text(std::string_view name) const {
  const Value& value = members_[name];
  if (value.is_null()) return {};
  if (!value.is_string()) wrong(name, "a text");
  return value.as_string();
}

std::vector<std::string> Arguments::texts(std::string_view name) const {
  const Value& value = members_[name];
  if (value.is_null()) return {};
  if (!value.is_array()) wrong(name, "a list of texts");
  std::vector<std::string> out;
  for (const Value& item : value.as_array()) {
    if (!item.is_string()) wrong(name, "a list of texts");
    out.push_back(item.as_string());
  }
  return out;
}

bool Arguments::flag(std::string_view name, bool otherwise) const {
  const Value& value = members_[name];
  if (value.is_null()) return otherwise;
  if (!value.is_bool()) wrong(name, "true or false");
  return value.as_bool();
}

int Arguments::count(std::string_view name) const {
  const Value& value = members_[name];
  if (value.is_null()) return 0;
  if (!value.is_integer() || value.as_integer() < 0 || value.as_integer() > kLargestCount) {
    wrong(name, "a whole number of 0 or more");
  }
  return static_cast<int>(value.as_integer());
}

}  // namespace perihelion
