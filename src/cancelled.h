#pragma once

#include "perihelion/cancel.h"
#include "perihelion/error.h"

namespace perihelion {

/// How a call ends that its caller cancelled.
Error cancelled();

void throw_if_cancelled(const CancelToken& cancel);

}  // namespace perihelion
