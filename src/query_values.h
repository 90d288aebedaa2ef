#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "perihelion/query.h"

namespace perihelion {

/// `left symbol right` of two numbers, the symbol one of + - * /. Integers stay such but for /.
/// Throws `invalid_argument` where the result is beyond 64 bits or not finite.
QueryValue calculate(const QueryValue& left, char symbol, const QueryValue& right);

/// Puts the next argument of `datetime` behind those before it, and gives their number. Throws
/// `invalid_argument` for what cannot stand there.
std::size_t add_calendar_part(std::vector<std::int64_t>& parts, const QueryValue& value);

/// Year, month, day and, if there, hour, minute, second and microsecond, in UTC. Throws
/// `invalid_argument` where there is no such date.
QueryTime time_of(const std::vector<std::int64_t>& parts);

}  // namespace perihelion
