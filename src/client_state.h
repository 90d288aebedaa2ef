#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "perihelion/rest_client.h"
#include "request_queue.h"
#include "shared_call.h"

namespace perihelion {

/// What the calls of one client share.
struct RestClient::State {
  State(std::shared_ptr<Transport> transport, ClientOptions given,
        std::shared_ptr<AnswerStore> answers)
      : transport(std::move(transport)),
        options(std::move(given)),
        queue(options.requests_at_once),
        answers(std::move(answers)),
        key(options.api_key),
        key_known(!options.auth) {}

  std::shared_ptr<Transport> transport;
  ClientOptions options;
  RequestQueue queue;
  std::shared_ptr<AnswerStore> answers;
  std::map<std::string, std::weak_ptr<SharedCall>> under_way;  ///< by method, URL and body
  std::set<std::string> finished;  ///< experiments whose answers do not change any more

  std::string key;
  bool key_known;
  std::shared_ptr<SharedCall> asking_for_key;
};

}  // namespace perihelion
