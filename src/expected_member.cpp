#include "expected_member.h"

#include <string>

#include "perihelion/error.h"

namespace perihelion {

void ExpectedMember::refuse() const {
  throw Error(ErrorCode::bad_response, "not what was asked for: '" + std::string(name_) +
                                           "' is not there, or of another kind");
}

}  // namespace perihelion
