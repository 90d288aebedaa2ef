#include "perihelion/value.h"

#include <algorithm>

#include "perihelion/error.h"

namespace perihelion {
namespace {

[[noreturn]] void wrong_type(std::string_view wanted) {
  throw Error(ErrorCode::bad_response,
              "the answer holds another type where " + std::string(wanted) + " was expected");
}

template <class T, class Data>
const T& get(const Data& data, std::string_view wanted) {
  const T* found = std::get_if<T>(&data);
  if (!found) wrong_type(wanted);
  return *found;
}

auto find(auto& members, std::string_view name) {
  return std::ranges::find(members, name, &Value::Member::first);
}

}  // namespace

bool Value::as_bool() const { return get<bool>(data_, "a boolean"); }
std::int64_t Value::as_integer() const { return get<std::int64_t>(data_, "an integer"); }
const std::string& Value::as_string() const { return get<std::string>(data_, "a text"); }
const Value::Array& Value::as_array() const { return get<Array>(data_, "a list"); }
const Value::Object& Value::as_object() const { return get<Object>(data_, "an object"); }

double Value::as_number() const {
  return is_integer() ? static_cast<double>(as_integer()) : get<double>(data_, "a number");
}

const Value& Value::operator[](std::string_view name) const {
  static const Value null;
  const Object* members = std::get_if<Object>(&data_);
  if (!members) return null;
  const auto found = find(*members, name);
  return found == members->end() ? null : found->second;
}

Value Value::take(std::string_view name) {
  Object* members = std::get_if<Object>(&data_);
  if (!members) return {};
  const auto found = find(*members, name);
  return found == members->end() ? Value() : std::exchange(found->second, Value());
}

void Value::set(std::string_view name, Value value) {
  if (is_null()) data_ = Object();
  Object* members = std::get_if<Object>(&data_);
  if (!members) wrong_type("an object");
  const auto found = find(*members, name);
  if (found == members->end()) {
    members->emplace_back(name, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

}  // namespace perihelion
