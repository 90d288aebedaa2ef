#include "metric_rows.h"

#include <cmath>

#include "fast_number.h"
#include "json_text.h"

namespace perihelion {
namespace {

const char* skip_space(const char* at, const char* end) {
  while (at != end && is_space(*at)) ++at;
  return at;
}

/// Behind `c` and the white space around it; null where something else stands.
const char* skip(char c, const char* at, const char* end) {
  at = skip_space(at, end);
  return at != end && *at == c ? skip_space(at + 1, end) : nullptr;
}

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

const char* skip_word(std::string_view word, const char* at, const char* end) {
  return between(at, end).starts_with(word) ? at + word.size() : nullptr;
}

bool may_be_number(char c) { return c == '-' || (c >= '0' && c <= '9'); }

}  // namespace

std::size_t MetricRows::read(std::string_view rest) {
  At at = rest.data();
  const At end = at + rest.size();
  while (const At next = read_point(at, end)) at = next;
  return static_cast<std::size_t>(at - rest.data());
}

[[gnu::always_inline]] inline MetricRows::At MetricRows::read_member(Slot& slot, At at, At end,
                                                                     MetricPoint& point) {
  if (slot.field == MetricField::name) return read_name(slot, at, end);
  if (slot.field == MetricField::context) return read_context(slot, at, end, point.context);
  if (slot.field == MetricField::none && at != end && !may_be_number(*at)) {
    return read_unknown(slot, at, end);
  }
  fast::Number number;
  at = fast::read_value(at, end, number);
  if (!at) return nullptr;
  switch (slot.field) {
    case MetricField::value:
      point.value = number.value;
      return at;
    case MetricField::timestamp:
      point.timestamp = number.value;
      return at;
    case MetricField::epoch:
      point.epoch = number.value;
      return at;
    case MetricField::step:
      point.step = number.value;
      return std::fabs(number.value) >= kLargestExactStep ? nullptr : at;
    case MetricField::none:
      return at;
    default:
      point.offset = number.integer;
      return number.is_integer || std::isnan(number.value) ? at : nullptr;
  }
}

MetricRows::At MetricRows::read_point(At at, At end) {
  MetricPoint point;
  named_ = columns_.only();
  for (std::size_t i = 0; i < slots_.size() && at != end; ++i) {
    if (*at == '}' && i > 0) {
      add(point);
      return at + 1;
    }
    Slot& slot = slots_[i];
    if (!slot.start.stands_at(at, end)) {
      const At next = skip_space(at, end);
      if (next != at) {
        at = next;
        --i;
        continue;
      }
      if (!learn(slot, i == 0, at, end)) return nullptr;
    }
    at = read_member(slot, at + slot.start.size(), end, point);
    if (!at) return nullptr;
  }
  return nullptr;
}

void MetricRows::add(const MetricPoint& point) {
  if (!named_) named_ = &columns_.series("");
  columns_.add(*named_, point);
  if (series_) series_->next = named_;
  series_ = named_;
}

/// Looks at the member that begins here, so that the slot expects it.
bool MetricRows::learn(Slot& slot, bool first, At begin, At end) {
  At at = skip(',', begin, end);
  if (at && first) at = skip('{', at, end);
  if (!at || at == end || *at != '"') return false;
  const At name = at + 1;
  at = find_special(name, end);
  if (at == end || *at != '"') return false;
  const MetricField field = metric_field(between(name, at));
  at = skip(':', at + 1, end);
  if (!at) return false;
  slot.start.set(between(begin, at));
  slot.field = field;
  slot.text = {};
  return slot.start.size() > 0;
}

MetricRows::At MetricRows::read_name(Slot& slot, At at, At end) {
  if (columns_.only()) return read_unknown(slot, at, end);
  if (at == end || *at != '"') return nullptr;
  ++at;
  for (SeriesBuilder* likely : {series_ ? series_->next : nullptr, series_}) {
    if (likely && likely->spelling.stands_at(at, end)) {
      named_ = likely;
      return at + likely->spelling.size();
    }
  }
  std::string_view name;
  const At behind = read_text(at, end, name);
  if (!behind) return nullptr;
  named_ = &columns_.series(name);
  named_->spelling.set(between(at, behind));
  return behind;
}

MetricRows::At MetricRows::read_context(Slot& slot, At at, At end, std::uint32_t& context) {
  context = 0;
  if (at == end || *at != '"') return skip_word("null", at, end);
  ++at;
  if (!slot.text.stands_at(at, end)) {
    std::string_view name;
    const At behind = read_text(at, end, name);
    if (!behind) return nullptr;
    slot.context = columns_.context(name);
    slot.text.set(between(at, behind));
    context = slot.context;
    return behind;
  }
  context = slot.context;
  return at + slot.text.size();
}

MetricRows::At MetricRows::read_unknown(Slot& slot, At at, At end) {
  if (at == end) return nullptr;
  if (*at == 't') return skip_word("true", at, end);
  if (*at == 'f') return skip_word("false", at, end);
  if (*at != '"') return skip_word("null", at, end);
  ++at;
  if (slot.text.stands_at(at, end)) return at + slot.text.size();
  std::string_view text;
  const At behind = read_text(at, end, text);
  if (behind) slot.text.set(between(at, behind));
  return behind;
}

/// Reads a text from behind its first quote to behind its last.
MetricRows::At MetricRows::read_text(At begin, At end, std::string_view& meaning) {
  At at = find_special(begin, end);
  while (at != end && *at == '\\' && end - at > 1) at = find_special(at + 2, end);
  if (at == end || *at != '"') return nullptr;
  meaning = between(begin, at);
  if (meaning.find('\\') != std::string_view::npos) {
    if (unescape(meaning, unescaped_) != std::string_view::npos) return nullptr;
    meaning = unescaped_;
  }
  return at + 1;
}

}  // namespace perihelion
