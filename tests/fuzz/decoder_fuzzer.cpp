// The metric decoders against nlohmann/json: the same columns, or both refuse, however the answer
// is cut.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

#include "chart_decoder.h"
#include "decoder_oracle.h"
#include "json.h"
#include "metric_decoder.h"
#include "perihelion/error.h"

namespace perihelion::fuzz {
namespace {

constexpr std::size_t kLongest = 2048;
constexpr std::size_t kMostCuts = 256;

/// The runs of points and numbers begin only where so many bytes follow.
const std::string room(256, ' ');

void write(std::ostream& out, const Column<double>& column) {
  out << " [" << column.size() << ':' << std::hexfloat;
  for (const double number : column) {
    if (std::isnan(number)) {
      out << " nan";
    } else {
      out << ' ' << number;
    }
  }
  out << ']';
}

std::string describe(const std::vector<MetricSeries>& all) {
  std::ostringstream out;
  for (const MetricSeries& series : all) {
    out << series.name;
    for (const auto* column : {&series.value, &series.step, &series.epoch, &series.timestamp}) {
      write(out, *column);
    }
    for (const std::int64_t offset : series.offset) out << ' ' << offset;
    for (const std::uint32_t context : series.context) out << ' ' << context;
    for (const std::string& context : series.contexts) out << " '" << context << '\'';
    for (const auto& [row, step] : series.large_steps) out << ' ' << row << '=' << step;
    out << '\n';
  }
  return out.str();
}

/// Parameters are compared by the names' order, which the oracle does not keep.
std::string describe(const Value& params) {
  if (!params.is_object()) return write_json(params);
  std::vector<std::string> members;
  for (const auto& [name, member] : params.as_object()) {
    members.push_back(name + '=' + describe(member));
  }
  std::ranges::sort(members);
  std::string out = "{";
  for (const std::string& member : members) out += member + ';';
  return out + '}';
}

std::string describe(const std::vector<ChartExperiment>& all) {
  std::ostringstream out;
  for (const ChartExperiment& one : all) {
    out << one.experiment_key << ' ' << one.experiment_name << ' ' << one.empty << ' '
        << describe(one.params);
    write(out, one.steps);
    write(out, one.epochs);
    for (const ChartMetric& metric : one.metrics) {
      out << '\n' << metric.metric_name;
      for (const auto* column :
           {&metric.values, &metric.steps, &metric.epochs, &metric.timestamps, &metric.durations}) {
        write(out, *column);
      }
    }
    out << '\n';
  }
  return out.str();
}

const std::string refused = "refused";

template <class Decoder>
std::string decode(std::initializer_list<std::string_view> pieces) {
  try {
    Decoder decoder;
    for (const std::string_view piece : pieces) {
      // In memory of its own, so that reading beyond a piece is found out.
      const std::vector<char> alone(piece.begin(), piece.end());
      decoder.feed({alone.data(), alone.size()});
    }
    return describe(decoder.finish());
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_response) std::abort();
    return refused;
  }
}

void require_equal(const char* what, const std::string& ours, const std::string& expected) {
  if (ours == expected) return;
  std::fprintf(stderr, "%s differ.\nours: %s\nexpected: %s\n", what, ours.c_str(),
               expected.c_str());
  std::abort();
}

template <class Decoder>
void check(const std::string& text, auto expected) {
  const std::string whole = decode<Decoder>({text});
  require_equal("whole and with room behind", decode<Decoder>({text + room}), whole);
  const std::size_t stride = 1 + text.size() / kMostCuts;
  for (std::size_t cut = text.size() % stride + 1; cut < text.size(); cut += stride) {
    const std::string_view view(text);
    require_equal("whole and cut", decode<Decoder>({view.substr(0, cut), view.substr(cut)}), whole);
  }
  if (!judgeable(text)) return;
  const auto columns = expected(text);
  require_equal("decoder and oracle", whole, columns ? describe(*columns) : refused);
}

}  // namespace
}  // namespace perihelion::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace perihelion;
  if (size > fuzz::kLongest) return -1;
  const std::string text(reinterpret_cast<const char*>(data), size);
  fuzz::check<MetricDecoder>(text, fuzz::expected_series);
  fuzz::check<ChartDecoder>(text, fuzz::expected_chart);
  return 0;
}
