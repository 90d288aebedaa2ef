#pragma once

#include <string>
#include <utility>
#include <vector>

#include "perihelion/value.h"

namespace perihelion {

/// Puts a Value together from the events of a parser.
class ValueBuilder {
 public:
  void open_object() { open(true); }
  void open_array() { open(false); }
  void key(std::string name) { open_.back().key = std::move(name); }

  void close() {
    Level done = std::move(open_.back());
    open_.pop_back();
    add(done.is_object ? Value(std::move(done.members)) : Value(std::move(done.items)));
  }

  void add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Level& level = open_.back(); level.is_object) {
      level.members.emplace_back(std::move(level.key), std::move(value));
    } else {
      level.items.push_back(std::move(value));
    }
  }

  /// True once a whole value is there.
  bool complete() const { return open_.empty(); }
  Value take() { return std::exchange(root_, Value()); }

 private:
  struct Level {
    bool is_object = false;
    std::string key;
    Value::Object members;
    Value::Array items;
  };

  void open(bool is_object) { open_.emplace_back().is_object = is_object; }

  std::vector<Level> open_;
  Value root_;
};

}  // namespace perihelion
