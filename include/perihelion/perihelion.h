#pragma once

/// Everything that a user of the C++ API includes.
#include "perihelion/api.h"
#include "perihelion/cancel.h"
#include "perihelion/error.h"
#include "perihelion/reduce.h"
#include "perihelion/task.h"
#include "perihelion/transport.h"
