// Whatever text comes in: it is refused as an invalid argument, or it is a query whose canonical
// text reads back to the same query.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "perihelion/error.h"
#include "perihelion/query.h"
#include "query_clauses.h"

namespace perihelion {
namespace {

void require(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "does not hold: " << what << '\n';
  std::abort();
}

template <class Work>
void accept_refusals(Work work) {
  try {
    work();
  } catch (const Error& error) {
    require(error.code() == ErrorCode::invalid_argument, "a refusal is an invalid argument");
  }
}

void check(std::string_view text) {
  const Predicate query = Predicate::parse(text);
  const std::string canonical = query.to_string();
  const Predicate again = Predicate::parse(canonical);
  require(again.same_as(query), "the canonical text means the same");
  require(again.to_string() == canonical, "there is one canonical text");
  accept_refusals([&] { require(!clauses_of(query).empty(), "a query has a clause"); });
}

}  // namespace
}  // namespace perihelion

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  perihelion::accept_refusals([&] { perihelion::check(text); });
  return 0;
}
