#include "decoder_oracle.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "number.h"

namespace perihelion::fuzz {
namespace {

using nlohmann::json;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// What a decoder must refuse although it is JSON.
struct Refused {};

bool is_utf8(std::string_view text) {
  try {
    (void)json(text).dump();
    return true;
  } catch (const json::exception&) {
    return false;
  }
}

bool has_duplicates(std::string_view text) {
  std::vector<std::set<std::string>> names;
  bool duplicates = false;
  const auto watch = [&](int, json::parse_event_t event, json& item) {
    if (event == json::parse_event_t::object_start) names.emplace_back();
    if (event == json::parse_event_t::object_end) names.pop_back();
    if (event == json::parse_event_t::key) {
      duplicates |= !names.back().insert(item.get<std::string>()).second;
    }
    return true;
  };
  (void)json::parse(text, watch, false);
  return duplicates;
}

double number_in(const std::string& text) {
  const std::optional<double> number = parse_double(text);
  if (!number) throw Refused();
  const double checked = std::strtod(text.c_str(), nullptr);
  if (*number != checked && !(std::isnan(*number) && std::isnan(checked))) std::abort();
  return *number;
}

double number_or_missing(const json& row, const char* name) {
  const json member = row.value(name, json());
  if (member.is_string()) return number_in(member.get<std::string>());
  return member.is_number() ? member.get<double>() : kMissing;
}

std::optional<std::int64_t> integer_of(const json& member) {
  if (member.is_string()) return parse_integer(member.get<std::string>());
  if (!member.is_number_integer()) return std::nullopt;
  if (member.is_number_unsigned() && member.get<std::uint64_t>() > INT64_MAX) return std::nullopt;
  return member.get<std::int64_t>();
}

std::int64_t offset_of(const json& row) {
  if (const auto integer = integer_of(row.value("offset", json()))) return *integer;
  const double number = number_or_missing(row, "offset");
  return std::fabs(number) < 0x1p63 ? static_cast<std::int64_t>(number) : 0;
}

std::string text_of(const json& object, const char* name) {
  const json member = object.value(name, json());
  return member.is_string() ? member.get<std::string>() : "";
}

template <class T>
Column<T> column_of(const std::vector<json>& rows, auto value) {
  std::vector<T> values;
  values.reserve(rows.size());
  for (const json& row : rows) values.push_back(value(row));
  return Column<T>(values);
}

MetricSeries series_of(const std::string& name, const std::vector<json>& rows) {
  MetricSeries series;
  series.name = name;
  const auto column = [&](const char* member) {
    return column_of<double>(rows, [&](auto& row) { return number_or_missing(row, member); });
  };
  series.value = column("metricValue");
  series.step = column("step");
  series.epoch = column("epoch");
  series.timestamp = column("timestamp");
  series.offset = column_of<std::int64_t>(rows, offset_of);
  series.context = column_of<std::uint32_t>(rows, [&](const json& row) {
    const std::string context = text_of(row, "runContext");
    auto known = std::ranges::find(series.contexts, context);
    if (known == series.contexts.end()) {
      known = series.contexts.insert(series.contexts.end(), context);
    }
    return static_cast<std::uint32_t>(known - series.contexts.begin());
  });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto step = integer_of(rows[i].value("step", json()));
    if (step && std::fabs(series.step[i]) >= 0x1p53) series.large_steps.emplace_back(i, *step);
  }
  return series;
}

/// The numbers of a member that is a list; none where it is anything else.
Column<double> numbers_of(const json& object, const char* name) {
  const json list = object.value(name, json());
  std::vector<double> numbers;
  for (const json& item : list.is_array() ? list : json::array()) {
    if (item.is_string()) {
      numbers.push_back(number_in(item.get<std::string>()));
    } else if (item.is_number() || item.is_null()) {
      numbers.push_back(item.is_null() ? kMissing : item.get<double>());
    } else {
      throw Refused();
    }
  }
  return Column<double>(numbers);
}

Value value_of(const json& item) {
  if (item.is_null()) return {};
  if (item.is_boolean()) return item.get<bool>();
  if (const auto integer = item.is_number() ? integer_of(item) : std::nullopt) return *integer;
  if (item.is_number_unsigned()) return std::to_string(item.get<std::uint64_t>());
  if (item.is_number()) return item.get<double>();
  if (item.is_string()) return item.get<std::string>();
  if (item.is_array()) {
    Value::Array items;
    for (const json& one : item) items.push_back(value_of(one));
    return items;
  }
  Value::Object members;
  for (const auto& [name, member] : item.items()) members.emplace_back(name, value_of(member));
  return members;
}

ChartMetric metric_of(const json& item) {
  ChartMetric metric{.metric_name = text_of(item, "metricName"),
                     .values = numbers_of(item, "values"),
                     .steps = numbers_of(item, "steps"),
                     .epochs = numbers_of(item, "epochs"),
                     .timestamps = numbers_of(item, "timestamps"),
                     .durations = numbers_of(item, "durations")};
  for (const auto* axis : {&metric.steps, &metric.epochs, &metric.timestamps, &metric.durations}) {
    if (!axis->empty() && axis->size() != metric.values.size()) throw Refused();
  }
  return metric;
}

ChartExperiment experiment_of(const std::string& key, const json& item) {
  ChartExperiment experiment;
  experiment.experiment_key = key;
  experiment.experiment_name = text_of(item, "experimentName");
  experiment.empty = item.value("empty", json()) == json(true);
  experiment.steps = numbers_of(item, "steps");
  experiment.epochs = numbers_of(item, "epochs");
  for (const json& metric : item.value("metrics", json())) {
    if (metric.is_object()) experiment.metrics.push_back(metric_of(metric));
  }
  const json params = item.value("params", json());
  if (params.is_object()) experiment.params = value_of(params);
  return experiment;
}

/// What an answer holds under that name: nothing where it, or the answer, is null or has no member.
template <class Json>
Json held_in(const Json& root, const char* name, nlohmann::detail::value_t kind) {
  if (root.is_null()) return {};
  if (!root.is_object() || (!root.empty() && !root.contains(name))) throw Refused();
  Json held = root.value(name, Json());
  if (!held.is_null() && held.type() != kind) throw Refused();
  return held;
}

/// Half a pair may stand anywhere in the escapes D800 to DFFF, and numbers may be NaN or infinite
/// as bare words: what has none of them is JSON to both, or to none.
bool is_plain(std::string_view text) {
  for (const std::string_view word : {"\\ud", "\\uD", "NaN", "Infinity", "\xEF\xBB\xBF"}) {
    if (text.find(word) != std::string_view::npos) return false;
  }
  return std::ranges::count_if(text, [](char c) { return c == '[' || c == '{'; }) < 256;
}

}  // namespace

bool judgeable(std::string_view text) {
  if (!is_plain(text) || !is_utf8(text) || has_duplicates(text)) return false;
  try {
    (void)json::parse(text);
  } catch (const json::out_of_range&) {
    return false;
  } catch (const json::parse_error&) {
    return true;
  }
  return true;
}

std::optional<std::vector<MetricSeries>> expected_series(std::string_view text) try {
  const json root = json::parse(text, nullptr, false);
  if (root.is_discarded()) return std::nullopt;
  std::map<std::string, std::vector<json>> rows;
  for (const json& row : held_in(root, "metrics", json::value_t::array)) {
    if (row.is_object()) rows[text_of(row, "metricName")].push_back(row);
  }
  std::vector<MetricSeries> all;
  all.reserve(rows.size());
  for (const auto& [name, of_name] : rows) all.push_back(series_of(name, of_name));
  return all;
} catch (Refused) {
  return std::nullopt;
}

std::optional<std::vector<ChartExperiment>> expected_chart(std::string_view text) try {
  using Ordered = nlohmann::ordered_json;
  const Ordered root = Ordered::parse(text, nullptr, false);
  if (root.is_discarded()) return std::nullopt;
  std::vector<ChartExperiment> all;
  const Ordered experiments = held_in(root, "experiments", Ordered::value_t::object);
  for (const auto& [key, item] : experiments.items()) {
    if (item.is_object()) all.push_back(experiment_of(key, item));
  }
  return all;
} catch (Refused) {
  return std::nullopt;
}

}  // namespace perihelion::fuzz
