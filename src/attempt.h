#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "audience.h"
#include "client_state.h"
#include "retry.h"

namespace perihelion {

/// One request for a question, from its place in the queue to a decoded answer or the reason why
/// there is none.
class Attempt {
 public:
  Attempt(const RestClient::State& state, const RestClient::Question& question,
          std::unique_ptr<BodyDecoder> decoder, std::shared_ptr<const Audience> audience);

  /// Starts the clock of the call where `deadline` is not set yet. Throws only what no retry can
  /// mend.
  Task<std::variant<Answer, Failure>> run(
      std::shared_ptr<RestClient::State> state, CancelToken cancel,
      std::optional<std::chrono::steady_clock::time_point>& deadline);

 private:
  Task<std::variant<Answer, Failure>> send(Transport& transport, std::string key,
                                           CancelToken cancel);
  void take(const Response& head, std::string_view piece);
  Error error(ErrorCode code, const std::string& message, int status) const;

  Request request_;
  std::string name_;     ///< for errors: verb and path
  std::string address_;  ///< for messages: verb and URL without the query
  std::unique_ptr<BodyDecoder> decoder_;
  std::size_t most_bytes_;  ///< that the decoder may hold
  std::shared_ptr<const Audience> audience_;
  EndpointCounts& counts_;
  std::string beginning_;     ///< of the body, for messages
  std::size_t quotable_ = 0;  ///< bytes of a good answer that a quote is made from
};

}  // namespace perihelion
