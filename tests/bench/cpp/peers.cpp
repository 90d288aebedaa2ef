#include "peers.h"

#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace perihelion::bench {
namespace {

using nlohmann::json;
namespace ondemand = simdjson::ondemand;

std::uint32_t context_of(std::string_view name, std::vector<std::string>& contexts) {
  const auto known = std::ranges::find(contexts, name);
  if (known == contexts.end()) {
    contexts.emplace_back(name);
    return static_cast<std::uint32_t>(contexts.size() - 1);
  }
  return static_cast<std::uint32_t>(known - contexts.begin());
}

/// Takes what the two shapes have in common from nlohmann/json.
class Events : public json::json_sax_t {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t value) override { return integer(value); }
  bool number_unsigned(number_unsigned_t value) override {
    return integer(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return number(value); }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool key(string_t& name) override { return key_ = name, true; }
  bool parse_error(std::size_t, const std::string&, const json::exception&) override {
    std::abort();
  }

 protected:
  virtual bool number(double value) = 0;
  virtual bool integer(std::int64_t value) { return number(static_cast<double>(value)); }

  std::string key_;
};

class MetricEvents : public Events {
 public:
  Columns columns;

  bool string(string_t& text) override {
    if (key_ == "metricValue") columns.value.push_back(std::strtod(text.c_str(), nullptr));
    if (key_ == "runContext") columns.context.push_back(context_of(text, columns.contexts));
    return true;
  }
  bool integer(std::int64_t value) override {
    if (key_ != "offset") return number(static_cast<double>(value));
    columns.offset.push_back(value);
    return true;
  }
  bool number(double value) override {
    if (key_ == "step") columns.step.push_back(value);
    if (key_ == "epoch") columns.epoch.push_back(value);
    if (key_ == "timestamp") columns.timestamp.push_back(value);
    return true;
  }
};

class ChartEvents : public Events {
 public:
  std::vector<std::vector<double>> columns;

  bool start_array(std::size_t) override {
    in_numbers_ = key_ == "values" || key_ == "steps";
    if (in_numbers_) columns.emplace_back();
    return true;
  }
  bool end_array() override { return in_numbers_ = false, true; }
  bool number(double value) override {
    if (in_numbers_) columns.back().push_back(value);
    return true;
  }

 private:
  bool in_numbers_ = false;
};

std::vector<double> numbers_of(ondemand::array list) {
  std::vector<double> numbers;
  for (auto number : list) numbers.push_back(number.get_double());
  return numbers;
}

}  // namespace

Columns nlohmann_metric(std::string_view answer) {
  MetricEvents events;
  json::sax_parse(answer, &events);
  return std::move(events.columns);
}

std::vector<std::vector<double>> nlohmann_chart(std::string_view answer) {
  ChartEvents events;
  json::sax_parse(answer, &events);
  return std::move(events.columns);
}

std::size_t simdjson_padding() { return simdjson::SIMDJSON_PADDING; }

Columns simdjson_metric(std::string_view answer, std::size_t room) {
  ondemand::parser parser;
  ondemand::document document = parser.iterate(answer.data(), answer.size(), room);
  Columns columns;
  for (ondemand::object row : document["metrics"].get_array()) {
    columns.value.push_back(row["metricValue"].get_double_in_string());
    columns.timestamp.push_back(row["timestamp"].get_double());
    columns.step.push_back(row["step"].get_double());
    columns.epoch.push_back(row["epoch"].get_double());
    columns.context.push_back(context_of(row["runContext"].get_string(), columns.contexts));
    columns.offset.push_back(row["offset"].get_int64());
  }
  return columns;
}

std::vector<std::vector<double>> simdjson_chart(std::string_view answer, std::size_t room) {
  ondemand::parser parser;
  ondemand::document document = parser.iterate(answer.data(), answer.size(), room);
  std::vector<std::vector<double>> columns;
  for (auto experiment : document["experiments"].get_object()) {
    for (ondemand::object metric : experiment.value()["metrics"].get_array()) {
      columns.push_back(numbers_of(metric["values"].get_array()));
      columns.push_back(numbers_of(metric["steps"].get_array()));
    }
  }
  return columns;
}

}  // namespace perihelion::bench
