#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/rule.hpp>

namespace preflight {

/// How severe each rule of a list is in a run: as severe as the rule says, unless something else is set.
class severities {
 public:
  static constexpr std::size_t capacity = 64;  ///< rules of one list

  /// False where no rule of the list has this id, or where its severity is fixed.
  template <class Rules>
  constexpr bool set(const Rules& rules, std::string_view rule_id, severity value) {
    for (std::size_t place = 0; place < rules.size() && place < capacity; ++place) {
      if (rules[place]->id == rule_id && !rules[place]->is_fixed) {
        values_[place] = value;
        is_set_ |= std::uint64_t{1} << place;
        return true;
      }
    }
    return false;
  }
  /// Of a rule at this place of the list, below capacity.
  [[nodiscard]] constexpr severity at(std::size_t place, const rule_info& rule) const {
    return ((is_set_ >> place) & 1U) != 0 ? values_[place] : rule.severity;
  }

 private:
  std::array<severity, capacity> values_{};
  std::uint64_t is_set_ = 0;  ///< bit i: values_[i] counts
};

}  // namespace preflight
