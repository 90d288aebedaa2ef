#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "perihelion/error.h"

namespace perihelion {

/// The member of an answer that holds all that was asked for. An answer of other members instead
/// says something else, an error perhaps, and must not pass for nothing; one of no members, and
/// null, do mean nothing.
class ExpectedMember {
 public:
  /// @param kind what its value is: "list" or "object"
  ExpectedMember(std::string_view name, std::string_view kind) : name_(name), kind_(kind) {}

  /// A member of the answer begins.
  void key(std::string_view name) {
    is_next_ = name == name_;
    found_ |= is_next_;
    others_ |= !is_next_;
  }

  /// True where the value that comes next is this member's.
  bool is_next() const { return is_next_; }

  /// A value begins inside so many containers. It is not the object that an answer is, nor of this
  /// member's kind.
  void refuse_at(std::size_t depth) const {
    if (depth == 0) refuse(no_such_answer());
    if (depth == 1 && is_next_) refuse("'" + std::string(name_) + "' is no " + std::string(kind_));
  }

  /// After the answer.
  void finish() const {
    if (others_ && !found_) refuse(no_such_answer());
  }

 private:
  std::string no_such_answer() const { return "no object with '" + std::string(name_) + "'"; }

  [[noreturn]] static void refuse(const std::string& what) {
    throw Error(ErrorCode::bad_response, "not what was asked for: " + what);
  }

  std::string_view name_;
  std::string_view kind_;
  bool is_next_ = false;
  bool found_ = false;
  bool others_ = false;
};

}  // namespace perihelion
