#include "answer_cache.h"

#include "clock.h"

namespace perihelion {

std::optional<Answer> AnswerCache::find(const std::string& name, Clock::time_point since) {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return std::nullopt;
  const auto entry = found->second;
  if (entry->expires <= now()) {
    erase(entry);
    return std::nullopt;
  }
  if (entry->asked < since) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->answer;
}

void AnswerCache::keep(const std::string& name, const Answer& answer, Clock::time_point asked,
                       Clock::time_point expires) {
  if (const auto before = by_name_.find(name); before != by_name_.end()) erase(before->second);
  Entry entry{name, answer, asked, expires};
  if (entry.bytes() > most_bytes_ / 2) return;
  bytes_ += entry.bytes();
  entries_.push_front(std::move(entry));
  by_name_[name] = entries_.begin();
  while (bytes_ > most_bytes_) erase(std::prev(entries_.end()));
}

void AnswerCache::erase(Entries::iterator entry) {
  bytes_ -= entry->bytes();
  by_name_.erase(entry->name);
  entries_.erase(entry);
}

}  // namespace perihelion
