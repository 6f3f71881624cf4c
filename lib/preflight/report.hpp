#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/facts.hpp>
#include <preflight/rules/all.hpp>

namespace preflight {

enum class verdict : std::uint8_t { pass, warn, fail };
inline constexpr std::array<std::string_view, 3> verdict_names{"pass", "warn", "fail"};
[[nodiscard]] constexpr std::string_view name_of(verdict v) { return verdict_names[static_cast<std::size_t>(v)]; }

/// What was found in one file, in the order of the rules: at most one finding a rule. About 50 KB, all of it in place.
/// clear() comes before another file or destination is judged into it: judging adds findings, and what has no room is
/// left out.
class report {
 public:
  preflight::facts file;
  std::uint64_t bytes_read = 0;

  [[nodiscard]] constexpr std::span<const finding> findings() const { return std::span{findings_}.first(count_); }
  [[nodiscard]] constexpr std::span<finding> findings() { return std::span{findings_}.first(count_); }
  [[nodiscard]] constexpr preflight::verdict verdict() const {
    using enum preflight::verdict;
    preflight::verdict worst = pass;
    for (const finding& each : findings()) {
      if (each.severity == severity::error) {
        return fail;
      }
      worst = each.severity == severity::warning ? warn : worst;
    }
    return worst;
  }
  [[nodiscard]] constexpr const finding* first(std::string_view rule_id) const {
    for (const finding& each : findings()) {
      if (each.rule->id == rule_id) {
        return &each;
      }
    }
    return nullptr;
  }

  /// An empty finding to fill in; keep() or leave it. Where all rules have said something, it cannot be kept.
  constexpr finding& next() {
    finding& free = findings_[count_];
    free.actual.clear();
    free.limit.clear();
    free.message.clear();
    free.fix.clear();
    free.offset.reset();
    return free;
  }
  constexpr void keep() { count_ += count_ < all_rules.size() ? 1U : 0U; }
  /// Forgets the findings, not the facts.
  constexpr void clear() { count_ = 0; }

 private:
  std::array<finding, all_rules.size() + 1> findings_;
  std::size_t count_ = 0;
};

}  // namespace preflight
