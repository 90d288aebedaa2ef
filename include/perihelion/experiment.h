#pragma once

#include <string>
#include <utility>

#include "perihelion/value.h"

namespace perihelion {

/// One experiment as a listing or its metadata describes it. Attributes make no request.
class APIExperiment {
 public:
  explicit APIExperiment(Value metadata) : metadata_(std::move(metadata)) {}

  /// The experiment key; `id` is the SDK's other name for it.
  std::string key() const { return text("experimentKey"); }
  std::string id() const { return key(); }
  /// Empty where the experiment has no name.
  std::string name() const { return text("experimentName"); }
  std::string workspace() const { return text("workspaceName"); }
  std::string project_name() const { return text("projectName"); }
  std::string project_id() const { return text("projectId"); }

  /// The whole metadata object in the server's spelling: `durationMillis`, `startTimeMillis`,
  /// `archived`, ….
  const Value& metadata() const { return metadata_; }

 private:
  std::string text(std::string_view member) const {
    const Value& value = metadata_[member];
    return value.is_string() ? value.as_string() : std::string();
  }

  Value metadata_;
};

}  // namespace perihelion
