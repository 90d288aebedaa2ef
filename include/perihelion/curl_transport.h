#pragma once

#include <memory>

#include "perihelion/transport.h"

namespace perihelion {

/// The native transport of this thread, on libcurl: made at the first call, the same one for
/// whoever asks while it is held, and gone with its last holder; requests that still wait end with
/// `closed`. Connections are kept and shared, over HTTP/2 where the server offers it, and
/// compressed answers arrive decoded. Up to ten redirects are followed; where one leads to another
/// origin, nothing of the request's headers goes along but Accept and Content-Type.
///
/// `run` moves it. Cancelling takes effect there too: the call ends when the thread is next in
/// `run`. Only for the thread that called this.
std::shared_ptr<Transport> curl_transport();

}  // namespace perihelion
