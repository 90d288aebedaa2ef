#include "metric_rows.h"

#include <cmath>
#include <utility>

#include "fast_number.h"
#include "json_text.h"

namespace perihelion {
namespace {

constexpr int kLooksAPiece = 16;
constexpr int kSoon = 8;         ///< fewer points as expected are too few for the look that it took
constexpr int kMostChanges = 3;  ///< the lengths of counters do change now and then

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

double MetricPoint::* number_of(MetricField field) {
  switch (field) {
    case MetricField::value:
      return &MetricPoint::value;
    case MetricField::timestamp:
      return &MetricPoint::timestamp;
    case MetricField::step:
      return &MetricPoint::step;
    case MetricField::epoch:
      return &MetricPoint::epoch;
    case MetricField::offset:
      return &MetricPoint::small_offset;
    default:
      return &MetricPoint::nowhere;
  }
}

bool may_be_number(char c) { return c == '-' || (c >= '0' && c <= '9'); }

}  // namespace

std::size_t MetricRows::read(std::string_view piece, std::size_t comma) {
  begin_ = piece.data();
  const At first = begin_ + comma;
  const At end = begin_ + piece.size();
  At at = first;
  looks_left_ = kLooksAPiece;
  for (Slot& slot : slots_) slot.changes = 0;
  for (;;) {
    At next = read_expected(at, end);
    if (next) {
      ++in_a_row_;
    } else {
      next = read_by_members(at, end);
      if (!next) return static_cast<std::size_t>(at - first);
    }
    at = next;
  }
}

MetricRows::At MetricRows::read_expected(At at, At end) {
  if (shape_.parts().empty()) return nullptr;
  MetricPoint point;
  point.context = shape_context_;
  named_ = shape_series_;
  for (const RowShape::Part& part : shape_.parts()) {
    if (end - at < static_cast<std::ptrdiff_t>(DigitRun::kMost) || !part.run.stands_at(at)) {
      return nullptr;
    }
    part.run.read_numbers(at, [&](std::size_t i) -> double& { return point.*part.to[i]; });
    at += part.run.size();
    if (!part.varying) continue;
    at = read_member(slots_[*part.varying], at, end, point);
    if (!at) return nullptr;
  }
  // Either of them is 0.
  point.offset += static_cast<std::int64_t>(point.small_offset);
  add(point);
  return at;
}

[[gnu::always_inline]] inline MetricRows::At MetricRows::read_member(Slot& slot, At at, At end,
                                                                     MetricPoint& point) {
  if (slot.field == MetricField::name) return read_name(slot, at, end);
  if (slot.field == MetricField::context) return read_context(slot, at, end, point.context);
  if (slot.field == MetricField::none && at != end && !may_be_number(*at)) {
    return read_unknown(slot, at, end);
  }
  if (end - at < fast::kNumberRoom || at - begin_ < fast::kRoomBefore) return nullptr;
  if (slot.field == MetricField::value) {
    // Here most points have a decimal of another length each time.
    const std::size_t quote = *at == '"' ? 1 : 0;
    const auto digit = static_cast<unsigned char>(at[quote] - '0');
    if (digit < 10 && at[quote + 1] == '.') {
      const At behind = fast::read_fraction(at + quote + 2, digit, point.value);
      if (behind && (quote == 0 || *behind == '"')) return behind + quote;
    }
  }
  fast::Number number;
  at = fast::read_value(at, number);
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

MetricRows::At MetricRows::read_by_members(At begin, At end) {
  MetricPoint point;
  named_ = columns_.only();
  At at = begin;
  for (std::size_t i = 0; i < slots_.size() && at != end;) {
    if (*at == '}' && i > 0) {
      add(point);
      expect(i, begin, at + 1);
      return at + 1;
    }
    Slot& slot = slots_[i];
    if (!slot.start.stands_at(at, end)) {
      const At next = skip_space(at, end);
      if (next != at) {
        at = next;
        continue;
      }
      // What is expected names members by their slots.
      shape_.clear();
      if (!learn(slot, i == 0, at, end)) return nullptr;
    }
    const At value = at + slot.start.size();
    slot.changed = false;
    at = read_member(slot, value, end, point);
    if (!at) return nullptr;
    slot.value = between(value, at);
    ++i;
  }
  return nullptr;
}

/// Expects the next point to be laid out as the last one, which had so many members.
void MetricRows::expect(std::size_t members, At begin, At end) {
  shape_.clear();
  const bool soon = std::exchange(in_a_row_, 0) < kSoon;
  if (soon && --looks_left_ < 0) return;
  shape_context_ = 0;
  shape_series_ = columns_.only();
  unsigned seen = 0;
  At at = begin;
  for (std::size_t i = 0; i < members; ++i) {
    Slot& slot = slots_[i];
    const unsigned field = 1U << static_cast<int>(slot.field);
    // Of two members with one name the last one counts, and a point of runs has its own order.
    if (slot.field != MetricField::none && (seen & field) != 0) return shape_.clear();
    seen |= field;
    shape_.add_text(between(at, slot.value.data()));
    at = slot.value.data() + slot.value.size();
    if (!expect_value(slot, soon)) shape_.add_varying(i);
  }
  shape_.add_text(between(at, end));
}

/// False where the value is likely to have another text or length the next time.
bool MetricRows::expect_value(Slot& slot, bool soon) {
  const bool is_name = slot.field == MetricField::name;
  const bool is_context = slot.field == MetricField::context;
  const bool is_unknown = slot.field == MetricField::none && !may_be_number(slot.value.front());
  const bool is_null = slot.value == "null";
  const bool is_text = is_name || is_context || is_unknown || is_null;
  const std::size_t digits = is_text ? 0 : digits_of(slot.value).size();
  slot.changed |= digits != slot.digits;
  slot.digits = digits;
  if (soon && slot.changed) ++slot.changes;
  if (slot.changes >= kMostChanges) return false;
  if (!is_text) return shape_.add_number(slot.value, number_of(slot.field));
  if (is_name) shape_series_ = named_;
  if (is_context && !is_null) shape_context_ = slot.context;
  shape_.add_text(slot.value);
  return true;
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
      slot.changed = likely != series_;
      return at + likely->spelling.size();
    }
  }
  slot.changed = true;
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
    slot.changed = true;
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
  slot.changed = true;
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
