#pragma once

#include <string>
#include <string_view>

#include "json_stream.h"
#include "value_builder.h"

namespace perihelion {

/// Makes a Value of the events of a JsonStream.
class ValueEvents : public JsonEvents {
 public:
  void begin_object() override { builder_.open_object(); }
  void end_object() override { builder_.close(); }
  void begin_array() override { builder_.open_array(); }
  void end_array() override { builder_.close(); }
  void key(std::string_view name) override { builder_.key(std::string(name)); }
  void string(std::string_view text) override { builder_.add(text); }
  void number(std::string_view text) override;
  void literal(std::string_view word) override;

  /// True once a whole value is there.
  bool complete() const { return builder_.complete(); }
  Value take() { return builder_.take(); }

 private:
  ValueBuilder builder_;
};

}  // namespace perihelion
