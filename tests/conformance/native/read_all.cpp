// Reads calls as JSON lines and prints what the native library answers, one JSON line for each.
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "calls.h"
#include "perihelion/native.h"
#include "perihelion/perihelion.h"

namespace {

using conformance::Json;
using perihelion::API;

std::shared_ptr<perihelion::RestClient> client_of(const std::string& origin) {
  perihelion::ClientOptions options;
  options.base_url = origin;
  return std::make_shared<perihelion::RestClient>(perihelion::curl_transport(), options);
}

class Reader {
 public:
  explicit Reader(const std::string& origin) : client_(client_of(origin)), api_(client_) {}

  /// The answer to one line, or the HTTP status of its failure.
  Json answer(const Json& line) {
    try {
      return {{"answer", call(line)}};
    } catch (const perihelion::Error& error) {
      if (error.status() != 0) return {{"status", error.status()}};
      return {{"error", error.what()}};
    } catch (const std::exception& error) {
      return {{"error", error.what()}};
    }
  }

 private:
  Json call(const Json& line) {
    const auto method = line["method"].get<std::string>();
    if (line.contains("of")) {
      return conformance::call_getter(experiment(line["of"].get<std::string>()), method,
                                      line["args"]);
    }
    if (!line.contains("panel")) return conformance::call_method(api_, method, line["args"]);
    const auto context = perihelion::PanelContext::from_json(conformance::value_of(line["panel"]));
    return conformance::call_method(API(client_, context), method, line["args"]);
  }

  const perihelion::APIExperiment& experiment(const std::string& key) {
    if (!experiments_.contains(key)) {
      experiments_.emplace(key, perihelion::run(api_.get_experiment_by_key(key)).value());
    }
    return experiments_.at(key);
  }

  std::shared_ptr<perihelion::RestClient> client_;
  API api_;
  std::map<std::string, perihelion::APIExperiment> experiments_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: perihelion_read_all ORIGIN < CALLS\n";
    return 2;
  }
  Reader reader(arguments[1]);
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << reader.answer(Json::parse(line)).dump() << '\n';
  }
}
