#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "perihelion/transport.h"

/// What a native program has besides the portable core; link `perihelion::native`. A page has its
/// own ways for both.
namespace perihelion {

/// The transport of this thread, on libcurl: made at the first call, the same one for whoever asks
/// while it is held, and gone with its last holder; requests that still wait then end with
/// `closed`. Connections are kept and shared, over HTTP/2 where the server offers it, and
/// compressed answers arrive decoded. Up to ten redirects are followed; where one leads to another
/// origin, no header of the request goes along but Accept and Content-Type. Proxies are taken from
/// the environment, as curl does, and so is `SSL_CERT_FILE`, a bundle of certificates to trust
/// instead of the system's. A server with any other certificate gets no request: `network`.
///
/// It moves while the thread that made it is inside `run`; a cancellation takes effect there too. A
/// sink may cancel calls, and must not destroy them.
///
/// Throws `network` where libcurl does not start. `send` throws `invalid_argument` for a URL that
/// is not http:// or https://, and for a header of more than one line.
std::shared_ptr<Transport> curl_transport();

/// A filter for `API::get_experiments` by regular expression in Perl's syntax (PCRE2, UTF-8). As
/// Python's `re.match` it has to match from the first character on, and need not reach the last:
/// `matching("train")` picks "train-2" and not "retrain".
///
/// Throws `invalid_argument` where the pattern is none, with the byte at which it goes wrong. The
/// filter throws `invalid_argument` for a text on which the pattern takes too many steps, and for
/// one that is not UTF-8.
std::function<bool(const std::string& key_or_name)> matching(std::string_view pattern);

}  // namespace perihelion
