#include "query_values.h"

#include <array>
#include <chrono>
#include <cmath>
#include <variant>

#include "perihelion/error.h"

namespace perihelion {
namespace {

[[noreturn]] void refuse(const char* message) { throw Error(ErrorCode::invalid_argument, message); }

QueryValue calculate_integers(std::int64_t left, char symbol, std::int64_t right) {
  std::int64_t result = 0;
  const bool overflows = symbol == '+'   ? __builtin_add_overflow(left, right, &result)
                         : symbol == '-' ? __builtin_sub_overflow(left, right, &result)
                                         : __builtin_mul_overflow(left, right, &result);
  if (overflows) refuse("the result is beyond 64 bits");
  return result;
}

double real(const QueryValue& value) {
  const auto* integer = std::get_if<std::int64_t>(&value);
  return integer ? static_cast<double>(*integer) : std::get<double>(value);
}

}  // namespace

QueryValue calculate(const QueryValue& left, char symbol, const QueryValue& right) {
  const auto* a = std::get_if<std::int64_t>(&left);
  const auto* b = std::get_if<std::int64_t>(&right);
  if (a && b && symbol != '/') return calculate_integers(*a, symbol, *b);
  const double x = real(left);
  const double y = real(right);
  const double result = symbol == '+'   ? x + y
                        : symbol == '-' ? x - y
                        : symbol == '*' ? x * y
                                        : x / y;
  if (!std::isfinite(result)) refuse("the result is no finite number");
  return result;
}

std::size_t add_calendar_part(std::vector<std::int64_t>& parts, const QueryValue& value) {
  constexpr std::array<std::int64_t, 7> kMost{9999, 12, 31, 23, 59, 59, 999'999};
  const auto* part = std::get_if<std::int64_t>(&value);
  const std::size_t at = parts.size();
  if (!part || at == kMost.size()) {
    refuse(
        "datetime takes year, month, day and, if wanted, hour, minute, second and microsecond, "
        "in UTC");
  }
  if (*part < (at < 3 ? 1 : 0) || *part > kMost[at]) refuse("there is no such date or time");
  parts.push_back(*part);
  return parts.size();
}

QueryTime time_of(const std::vector<std::int64_t>& parts) {
  using namespace std::chrono;
  if (parts.size() < 3) refuse("there is no such date");
  const auto part = [&](std::size_t at) { return at < parts.size() ? parts[at] : 0; };
  const year_month_day date{year(static_cast<int>(parts[0])),
                            month(static_cast<unsigned>(parts[1])),
                            day(static_cast<unsigned>(parts[2]))};
  if (!date.ok()) refuse("there is no such date");
  return QueryTime(sys_days(date) + hours(part(3)) + minutes(part(4)) + seconds(part(5)) +
                   microseconds(part(6)));
}

}  // namespace perihelion
