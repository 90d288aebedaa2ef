// Prints the last value of a metric for the experiments of a project that match a pattern.
#include <perihelion/native.h>
#include <perihelion/perihelion.h>

#include <cstdlib>
#include <iostream>

using namespace perihelion;

Task<int> print_last_values(API api, std::string workspace, std::string project, std::string metric,
                            std::string pattern) {
  const auto experiments = co_await api.get_experiments(workspace, project, matching(pattern));
  for (const APIExperiment& experiment : experiments) {
    const MetricSeries series = co_await experiment.get_metrics(metric);
    std::cout << experiment.name() << ": ";
    if (series.size() > 0) std::cout << series.value.back();
    std::cout << '\n';
  }
  co_return 0;
}

int main(int count, char** arguments) try {
  if (count != 6) {
    std::cerr << "usage: last_values <server> <workspace> <project> <metric> <pattern>\n";
    return 2;
  }
  const char* key = std::getenv("COMET_API_KEY");
  ClientOptions options;
  options.base_url = arguments[1];
  if (key) options.api_key = key;
  const API api(std::make_shared<RestClient>(curl_transport(), options));
  return run(print_last_values(api, arguments[2], arguments[3], arguments[4], arguments[5]));
} catch (const Error& error) {
  std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
  return 1;
}
