#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <memory>
#include <string>

#include "perihelion/error.h"
#include "perihelion/native.h"

namespace perihelion {
namespace {

// About a tenth of a second at the worst; an honest pattern takes some dozens of steps on a name.
constexpr std::uint32_t kMostSteps = 1'000'000;
constexpr std::uint32_t kDeepest = 10'000;
constexpr std::uint32_t kMostMemoryKiB = 16'384;

struct Free {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

std::string reason_of(int code) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(code, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

const PCRE2_UCHAR* units(std::string_view text) {
  return reinterpret_cast<const PCRE2_UCHAR*>(text.data());
}

class Pattern {
 public:
  explicit Pattern(std::string_view pattern) : code_(compile(pattern)) {
    // Where the machine has no compiler for it, the interpreter matches.
    pcre2_jit_compile(code_.get(), PCRE2_JIT_COMPLETE);
    data_.reset(pcre2_match_data_create(1, nullptr));
    context_.reset(pcre2_match_context_create(nullptr));
    if (!data_ || !context_) throw std::bad_alloc();
    pcre2_set_match_limit(context_.get(), kMostSteps);
    pcre2_set_depth_limit(context_.get(), kDeepest);
    pcre2_set_heap_limit(context_.get(), kMostMemoryKiB);
  }

  bool matches(std::string_view text) const {
    const int found =
        pcre2_match(code_.get(), units(text), text.size(), 0, 0, data_.get(), context_.get());
    if (found >= 0) return true;
    if (found == PCRE2_ERROR_NOMATCH) return false;
    throw Error(ErrorCode::invalid_argument, "the pattern could not be tried on a name: " +
                                                 reason_of(found) + "; a simpler pattern would do");
  }

 private:
  static pcre2_code* compile(std::string_view pattern) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code* code = pcre2_compile(units(pattern), pattern.size(), PCRE2_UTF | PCRE2_ANCHORED,
                                     &error, &offset, nullptr);
    if (code) return code;
    throw Error(ErrorCode::invalid_argument, "the pattern is no regular expression: at byte " +
                                                 std::to_string(offset) + ": " + reason_of(error));
  }

  std::unique_ptr<pcre2_code, Free> code_;
  std::unique_ptr<pcre2_match_data, Free> data_;
  std::unique_ptr<pcre2_match_context, Free> context_;
};

}  // namespace

std::function<bool(const std::string&)> matching(std::string_view pattern) {
  const auto compiled = std::make_shared<const Pattern>(pattern);
  return [compiled](const std::string& text) { return compiled->matches(text); };
}

}  // namespace perihelion
