#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perihelion::bench {

/// What a program would fill by hand: the columns of `MetricSeries`.
struct Columns {
  std::vector<double> value;
  std::vector<double> step;
  std::vector<double> epoch;
  std::vector<double> timestamp;
  std::vector<std::int64_t> offset;
  std::vector<std::uint32_t> context;
  std::vector<std::string> contexts{""};
};

/// The same columns by nlohmann/json's SAX parser, which like ours keeps no document.
Columns nlohmann_metric(std::string_view answer);

/// The same by simdjson's on-demand parser, asked for the members in the order in which they come,
/// its fastest way. It needs the whole answer in memory, `simdjson_padding()` bytes longer.
Columns simdjson_metric(std::string_view answer, std::size_t room);
std::size_t simdjson_padding();

/// Values and steps of every experiment of a chart answer, one column after the other.
std::vector<std::vector<double>> nlohmann_chart(std::string_view answer);
std::vector<std::vector<double>> simdjson_chart(std::string_view answer, std::size_t room);

}  // namespace perihelion::bench
