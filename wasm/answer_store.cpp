#include "answer_store.h"

#include <chrono>
#include <limits>
#include <utility>

#include "column_answer.h"
#include "json.h"
#include "marshal.h"

using emscripten::val;

namespace perihelion {
namespace {

using Clock = AnswerStore::Clock;

double milliseconds(Clock::time_point time) {
  if (time == Clock::time_point::max()) return std::numeric_limits<double>::infinity();
  return std::chrono::duration<double, std::milli>(time.time_since_epoch()).count();
}

val to_js(const Answer& answer) {
  switch (answer.kind) {
    case AnswerKind::series:
      return to_js(columns_in<MetricSeries>(answer));
    case AnswerKind::chart:
      return to_js(columns_in<ChartExperiment>(answer));
    default:
      return to_js(*static_cast<const Value*>(answer.value.get()));
  }
}

Answer from_js(const val& kept) {
  Value value = parse_json(kept["json"].as<std::string>());
  const val columns = kept["columns"];
  switch (static_cast<AnswerKind>(kept["kind"].as<int>())) {
    case AnswerKind::series:
      return column_answer(series_from_js(value, columns), 0);
    case AnswerKind::chart:
      return column_answer(chart_from_js(value, columns), 0);
    default:
      return {std::make_shared<const Value>(std::move(value)), 0};
  }
}

class JsAnswerStore : public AnswerStore {
 public:
  explicit JsAnswerStore(val kept) : kept_(std::move(kept)) {}

  std::optional<Answer> find(const std::string& name, Clock::time_point since) override {
    const val known = kept_.call<val>("find", name, milliseconds(since));
    if (known.isUndefined()) return std::nullopt;
    return from_js(known);
  }

  void keep(const std::string& name, const Answer& answer, Clock::time_point asked,
            Clock::time_point expires) override {
    kept_.call<void>("keep", name, static_cast<int>(answer.kind), to_js(answer), answer.bytes,
                     milliseconds(asked), milliseconds(expires));
  }

 private:
  val kept_;
};

}  // namespace

std::shared_ptr<AnswerStore> answer_store(const val& kept) {
  return std::make_shared<JsAnswerStore>(kept);
}

}  // namespace perihelion
