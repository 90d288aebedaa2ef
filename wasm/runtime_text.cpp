// Where the C++ runtime would format text: a message before the end of a program that is beyond
// help, and the name of a type that Embind does not know. A general formatter would be a fiftieth
// of what every page loads.
#include <charconv>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>

extern "C" {

// NOLINTBEGIN(bugprone-reserved-identifier): the names that the runtime calls.

[[noreturn]] void __abort_message(const char* /*format*/, ...) { std::abort(); }

/// What compilers make of `sprintf` where no number has a fraction: here of "%p" alone.
int siprintf(char* out, const char* format, ...) {
  if (std::strcmp(format, "%p") != 0) std::abort();
  va_list arguments;
  va_start(arguments, format);
  const auto address = reinterpret_cast<std::uintptr_t>(va_arg(arguments, const void*));
  va_end(arguments);
  constexpr std::size_t kMost = 2 * sizeof(address);
  char* end = std::to_chars(out, out + kMost, address, 16).ptr;
  *end = '\0';
  return static_cast<int>(end - out);
}

// NOLINTEND(bugprone-reserved-identifier)

}  // extern "C"
