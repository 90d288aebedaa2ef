#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json_stream.h"
#include "perihelion/value.h"

namespace perihelion {

/// Makes a Value of the events of a JsonStream.
class ValueEvents : public JsonEvents {
 public:
  void begin_object() override { open(true); }
  void end_object() override { close(); }
  void begin_array() override { open(false); }
  void end_array() override { close(); }
  void key(std::string_view name) override;
  void string(std::string_view text) override;
  void number(std::string_view text) override;
  void literal(std::string_view word) override;

  /// True once a whole value is there.
  bool complete() const { return open_.empty(); }
  Value take() { return std::exchange(root_, Value()); }
  /// About what all values so far take, those taken too.
  std::size_t bytes() const { return bytes_; }

 private:
  struct Level {
    bool is_object = false;
    std::string key;
    Value::Object members;
    Value::Array items;
  };

  void open(bool is_object) { open_.emplace_back().is_object = is_object; }
  void close();
  void add(Value value);

  std::vector<Level> open_;
  Value root_;
  std::size_t bytes_ = 0;
};

}  // namespace perihelion
