// Columns that were kept outside of the heap, on their way back.

#include <algorithm>

#include "column_builder.h"
#include "json.h"
#include "marshal.h"

using emscripten::typed_memory_view;
using emscripten::val;

namespace perihelion {
namespace {

/// Reads columns by their numbers; null is the empty one.
class Columns {
 public:
  explicit Columns(const val& columns) : columns_(columns) {}

  Column<double> operator[](const Value& number) const { return read<double>(number); }

  template <class T>
  Column<T> read(const Value& number) const {
    ColumnBuilder<T> out;
    if (number.is_null()) return out.take();
    const val array = columns_[static_cast<int>(number.as_integer())];
    const auto size = array["length"].as<std::size_t>();
    for (std::size_t at = 0; at < size; at += Column<T>::kBlockSize) {
      std::vector<T> block(std::min(Column<T>::kBlockSize, size - at));
      val(typed_memory_view(block.size(), block.data()))
          .template call<void>("set", array.call<val>("subarray", at, at + block.size()));
      out.add(std::move(block));
    }
    return out.take();
  }

 private:
  const val& columns_;
};

MetricSeries series(const Value& from, const Columns& columns) {
  MetricSeries out;
  out.name = from["name"].as_string();
  out.value = columns[from["value"]];
  out.step = columns[from["step"]];
  out.epoch = columns[from["epoch"]];
  out.timestamp = columns[from["timestamp"]];
  out.offset = columns.read<std::int64_t>(from["offset"]);
  out.context = columns.read<std::uint32_t>(from["context"]);
  out.contexts.clear();
  for (const Value& one : from["contexts"].as_array()) out.contexts.push_back(one.as_string());
  for (const Value& one : from["largeSteps"].as_array()) {
    const Value::Array& pair = one.as_array();
    out.large_steps.emplace_back(pair[0].as_integer(),
                                 parse_json(pair[1].as_string()).as_integer());
  }
  return out;
}

ChartMetric metric(const Value& from, const Columns& columns) {
  return {.metric_name = from["metricName"].as_string(),
          .values = columns[from["values"]],
          .steps = columns[from["steps"]],
          .epochs = columns[from["epochs"]],
          .timestamps = columns[from["timestamps"]],
          .durations = columns[from["durations"]]};
}

ChartExperiment experiment(const Value& from, const Columns& columns) {
  ChartExperiment out{.experiment_key = from["experimentKey"].as_string(),
                      .experiment_name = from["experimentName"].as_string(),
                      .empty = from["empty"].as_bool(),
                      .steps = columns[from["steps"]],
                      .epochs = columns[from["epochs"]],
                      .metrics = {},
                      .params = from["params"]};
  for (const Value& one : from["metrics"].as_array()) out.metrics.push_back(metric(one, columns));
  return out;
}

}  // namespace

std::vector<MetricSeries> series_from_js(const Value& list, const val& columns) {
  std::vector<MetricSeries> out;
  for (const Value& one : list.as_array()) out.push_back(series(one, Columns(columns)));
  return out;
}

std::vector<ChartExperiment> chart_from_js(const Value& list, const val& columns) {
  std::vector<ChartExperiment> out;
  for (const Value& one : list.as_array()) out.push_back(experiment(one, Columns(columns)));
  return out;
}

}  // namespace perihelion
