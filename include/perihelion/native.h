#pragma once

#include <memory>
#include <string_view>

#include "perihelion/api.h"
#include "perihelion/transport.h"

/// What a native program has besides the portable core; link `perihelion::native`. A page has its
/// own ways for both.
namespace perihelion {

/// A transport over libcurl: connections are kept and reused, HTTP/2 is spoken where the server
/// offers it, compressed answers arrive unpacked, and up to 10 redirects are followed. No header of
/// the request goes along to another scheme, host or port. Proxies are taken from the environment,
/// as curl does.
///
/// It belongs to the thread that makes it and moves while that thread is inside `run`. Make one and
/// share it between the clients of the thread: `run` serves one transport at a time. Calls that are
/// under way when it is destroyed end with `closed`.
std::shared_ptr<Transport> make_curl_transport();

/// A filter by regular expression in Perl's syntax (PCRE2, UTF-8). As Python's `re.match` it has to
/// match from the first character on, and need not reach the last: `matching("train")` picks
/// "train-2" and not "retrain".
///
/// Throws `invalid_argument` where the pattern is none, with the byte at which it goes wrong. The
/// filter throws `invalid_argument` for a text on which the pattern takes too many steps, and for
/// one that is not UTF-8.
ExperimentFilter matching(std::string_view pattern);

}  // namespace perihelion
