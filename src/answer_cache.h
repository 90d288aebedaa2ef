#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>

#include "perihelion/rest_client.h"

namespace perihelion {

/// Decoded answers, up to a number of bytes; the least recently used go first.
class AnswerCache : public AnswerStore {
 public:
  explicit AnswerCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  std::optional<Answer> find(const std::string& name, Clock::time_point since) override;

  /// Not an answer that would take half of all the room.
  void keep(const std::string& name, const Answer& answer, Clock::time_point asked,
            Clock::time_point expires) override;

 private:
  struct Entry {
    std::string name;
    Answer answer;
    Clock::time_point asked;
    Clock::time_point expires;

    /// Names count too, or answers of nothing would have no bound.
    std::size_t bytes() const { return answer.bytes + 2 * name.size(); }
  };
  using Entries = std::list<Entry>;

  void erase(Entries::iterator entry);

  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  Entries entries_;  ///< the most recently used first
  std::map<std::string, Entries::iterator> by_name_;
};

}  // namespace perihelion
