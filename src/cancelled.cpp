#include "cancelled.h"

namespace perihelion {

Error cancelled() { return {ErrorCode::cancelled, "the call was cancelled"}; }

void throw_if_cancelled(const CancelToken& cancel) {
  if (cancel.cancelled()) throw cancelled();
}

}  // namespace perihelion
