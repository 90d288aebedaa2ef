// What of API reads of one experiment: its metadata, texts, summaries and machine.

#include "api_state.h"
#include "endpoints.h"
#include "perihelion/api.h"
#include "perihelion/error.h"
#include "utf8.h"

namespace perihelion {
namespace {

constexpr std::string_view kEllipsis = "…";

/// The first `characters` characters of a UTF-8 text.
std::string_view beginning(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (!continues_character(text[at]) && characters-- == 0) break;
  }
  return text.substr(0, at);
}

std::string cut(const std::string& name, int max_length) {
  const auto longest = static_cast<std::size_t>(max_length);
  if (max_length == 0 || beginning(name, longest).size() == name.size()) return name;
  return std::string(beginning(name, longest - 1)) + std::string(kEllipsis);
}

}  // namespace

Task<Value> API::get_experiment_metadata(std::string experiment_key, CancelToken cancel) const {
  const API self = *this;
  Value metadata = co_await self.ask_of(endpoints::kMetadata, experiment_key, cancel);
  if (metadata["running"] == Value(false)) self.state_->client->note_finished(experiment_key);
  co_return metadata;
}

Task<std::optional<std::string>> API::get_experiment_name(std::string experiment_key,
                                                          int max_length,
                                                          CancelToken cancel) const {
  if (max_length < 0) {
    throw Error(ErrorCode::invalid_argument, "max_length must be 1 or more, or 0 for any length");
  }
  const Value metadata = co_await get_experiment_metadata(std::move(experiment_key), cancel);
  const Value& name = metadata["experimentName"];
  if (name.is_null()) co_return std::nullopt;
  co_return cut(name.as_string(), max_length);
}

Task<std::string> API::get_experiment_url(std::string experiment_key, CancelToken cancel) const {
  const API self = *this;
  const APIExperiment experiment(
      self, co_await self.get_experiment_metadata(std::move(experiment_key), cancel));
  co_return experiment.url();
}

Task<std::optional<std::vector<std::string>>> API::get_experiment_tags(std::string experiment_key,
                                                                       CancelToken cancel) const {
  co_return texts_in(co_await ask_of(endpoints::kTags, std::move(experiment_key), cancel), "tags");
}

Task<Value> API::get_experiment_parameters_summaries(std::string experiment_key,
                                                     CancelToken cancel) const {
  return summaries_of(endpoints::kParameters, std::move(experiment_key), std::move(cancel));
}

Task<Value> API::get_experiment_others_summaries(std::string experiment_key,
                                                 CancelToken cancel) const {
  return summaries_of(endpoints::kOthers, std::move(experiment_key), std::move(cancel));
}

Task<Value> API::get_experiment_metrics_summaries(std::string experiment_key,
                                                  CancelToken cancel) const {
  return summaries_of(endpoints::kMetricsSummary, std::move(experiment_key), std::move(cancel));
}

Task<std::optional<std::string>> API::get_experiment_html(std::string experiment_key,
                                                          CancelToken cancel) const {
  return text_of(endpoints::kHtml, "html", std::move(experiment_key), std::move(cancel));
}

Task<std::optional<std::string>> API::get_experiment_code(std::string experiment_key,
                                                          CancelToken cancel) const {
  return text_of(endpoints::kCode, "code", std::move(experiment_key), std::move(cancel));
}

Task<std::optional<std::string>> API::get_experiment_output(std::string experiment_key,
                                                            CancelToken cancel) const {
  return text_of(endpoints::kOutput, "output", std::move(experiment_key), std::move(cancel));
}

Task<std::optional<std::string>> API::get_experiment_graph(std::string experiment_key,
                                                           CancelToken cancel) const {
  return text_of(endpoints::kGraph, "graph", std::move(experiment_key), std::move(cancel));
}

Task<std::optional<std::string>> API::get_experiment_model_graph(std::string experiment_key,
                                                                 CancelToken cancel) const {
  return get_experiment_graph(std::move(experiment_key), std::move(cancel));
}

Task<std::optional<std::string>> API::get_model_graph(std::string experiment_key,
                                                      CancelToken cancel) const {
  return get_experiment_graph(std::move(experiment_key), std::move(cancel));
}

Task<std::optional<std::vector<std::string>>> API::get_experiment_installed_packages(
    std::string experiment_key, CancelToken cancel) const {
  co_return texts_in(co_await get_experiment_system_details(std::move(experiment_key), cancel),
                     "installedPackages");
}

Task<Value> API::get_experiment_system_details(std::string experiment_key,
                                               CancelToken cancel) const {
  return ask_of(endpoints::kSystemDetails, std::move(experiment_key), std::move(cancel));
}

Task<Value> API::get_experiment_git_metadata(std::string experiment_key, CancelToken cancel) const {
  return ask_of(endpoints::kGitMetadata, std::move(experiment_key), std::move(cancel));
}

Task<Value> API::get_experiment_artifact_lineage(std::string experiment_key, std::string direction,
                                                 CancelToken cancel) const {
  if (direction != "all" && direction != "input" && direction != "output") {
    throw Error(ErrorCode::invalid_argument, "direction must be 'all', 'input' or 'output'");
  }
  co_return co_await ask_of(endpoints::kArtifacts, std::move(experiment_key), cancel,
                            {{"filter", direction}});
}

}  // namespace perihelion
