// How the C++ runtime ends a program that is beyond help. Its own way formats a message first, and
// formatting would be a part of what every page loads.
#include <cstdlib>

// NOLINTBEGIN(bugprone-reserved-identifier): the names that the runtime calls.
extern "C" [[noreturn]] void __abort_message(const char* /*format*/, ...) { std::abort(); }
// NOLINTEND(bugprone-reserved-identifier)
