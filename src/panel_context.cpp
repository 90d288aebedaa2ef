#include "perihelion/panel_context.h"

#include "perihelion/error.h"

namespace perihelion {
namespace {

[[noreturn]] void wrong(std::string_view member, std::string_view wanted) {
  throw Error(ErrorCode::invalid_argument,
              "context." + std::string(member) + " must be " + std::string(wanted));
}

std::string text(std::string_view member, const Value& value) {
  if (!value.is_string()) wrong(member, "a text");
  return value.as_string();
}

std::vector<std::string> texts(std::string_view member, const Value& value) {
  if (!value.is_array()) wrong(member, "a list of texts");
  std::vector<std::string> out;
  for (const Value& item : value.as_array()) {
    if (!item.is_string()) wrong(member, "a list of texts");
    out.push_back(item.as_string());
  }
  return out;
}

Value object(std::string_view member, const Value& value) {
  if (!value.is_object()) wrong(member, "an object");
  return value;
}

double size(std::string_view member, const Value& value) {
  if (!value.is_number() || value.as_number() < 0) wrong(member, "a number of CSS pixels");
  return value.as_number();
}

}  // namespace

Scope parse_scope(std::string_view name) {
  if (name == "context") return Scope::context;
  if (name == "project") return Scope::project;
  if (name == "workspace") return Scope::workspace;
  if (name == "all") return Scope::all;
  throw Error(
      ErrorCode::invalid_argument,
      "scope '" + std::string(name) + "' must be 'context', 'project', 'workspace' or 'all'");
}

PanelContext PanelContext::from_json(const Value& json) {
  if (!json.is_object()) throw Error(ErrorCode::invalid_argument, "context must be an object");
  PanelContext context;
  for (const auto& [name, value] : json.as_object()) {
    if (value.is_null()) continue;
    if (name == "workspace") {
      context.workspace = text(name, value);
    } else if (name == "projectName") {
      context.project_name = text(name, value);
    } else if (name == "projectId") {
      context.project_id = text(name, value);
    } else if (name == "experimentKeys") {
      context.experiment_keys = texts(name, value);
    } else if (name == "query") {
      context.query = Predicate::parse(text(name, value));
    } else if (name == "metricsNames") {
      context.metrics_names = texts(name, value);
    } else if (name == "options") {
      context.options = object(name, value);
    } else if (name == "experimentColors") {
      context.experiment_colors = object(name, value);
    } else if (name == "metricColors") {
      context.metric_colors = object(name, value);
    } else if (name == "width") {
      context.width = size(name, value);
    } else if (name == "height") {
      context.height = size(name, value);
    } else {
      wrong(name,
            "left out: a context has workspace, projectName, projectId, experimentKeys, "
            "query, metricsNames, options, experimentColors, metricColors, width and height");
    }
  }
  return context;
}

}  // namespace perihelion
