#pragma once

#include <cstddef>
#include <string_view>

namespace perihelion {

/// The member of an answer that holds all that was asked for. An answer of other members instead
/// says something else, an error perhaps, and must not pass for nothing; one of no members, and
/// null, do mean nothing.
class ExpectedMember {
 public:
  explicit ExpectedMember(const char* name) : name_(name) {}

  /// A member of the answer begins.
  void key(std::string_view name) {
    is_current_ = name == name_;
    (is_current_ ? found_ : others_) = true;
  }

  /// True where its value comes next, or is under way.
  bool is_current() const { return is_current_; }

  /// A value begins inside so many containers. It is not the object that an answer is, nor of this
  /// member's kind.
  void refuse_at(std::size_t depth) const {
    if (depth == 0 || (depth == 1 && is_current_)) refuse();
  }

  /// After the answer.
  void finish() const {
    if (others_ && !found_) refuse();
  }

 private:
  [[noreturn]] void refuse() const;

  const char* name_;
  bool is_current_ = false;
  bool found_ = false;
  bool others_ = false;
};

}  // namespace perihelion
