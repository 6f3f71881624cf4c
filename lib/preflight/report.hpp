#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/facts.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/integrity/findings_omitted.hpp>

namespace preflight {

enum class verdict : std::uint8_t { pass, warn, fail };
inline constexpr std::array<std::string_view, 3> verdict_names{"pass", "warn", "fail"};
[[nodiscard]] constexpr std::string_view name_of(verdict v) { return verdict_names[static_cast<std::size_t>(v)]; }

/// What was found in one file, in the order of the rules: at most one finding a rule. All of it in place, at most 16
/// KiB: of more findings than there is room for the last are left out, and one finding says so, with the severity of
/// the worst of them. clear() comes before another file or destination is judged into it: judging adds findings.
class report {
 public:
  static constexpr std::size_t capacity = 14;

  preflight::facts file;
  std::uint64_t bytes_read = 0;

  [[nodiscard]] constexpr std::span<const finding> findings() const { return std::span{findings_}.first(size()); }
  [[nodiscard]] constexpr std::span<finding> findings() { return std::span{findings_}.first(size()); }
  [[nodiscard]] constexpr preflight::verdict verdict() const {
    using enum preflight::verdict;
    preflight::verdict worst = pass;
    for (const finding& finding : findings()) {
      if (finding.severity == severity::error) {
        return fail;
      }
      worst = finding.severity == severity::warning ? warn : worst;
    }
    return worst;
  }
  [[nodiscard]] constexpr const finding* first(std::string_view rule_id) const {
    for (const finding& finding : findings()) {
      if (finding.rule->id == rule_id) {
        return &finding;
      }
    }
    return nullptr;
  }

  /// An empty finding to fill in; keep() or leave it.
  constexpr finding& next() { return cleared(findings_[count_ < capacity ? count_ : candidate]); }
  constexpr void keep() {
    if (count_ < capacity) {
      ++count_;
    } else if (findings_[candidate].rule == &rules::findings_omitted) {
      findings_[capacity] = findings_[candidate];
      omitted_ += omitted_ == 0 ? 1U : 0U;
    } else {
      omit(findings_[candidate].severity);
    }
  }
  /// Leaves out findings for which this is true, but none if there were more than fit: not all of them were seen.
  template <class Predicate>
  constexpr void remove_if(Predicate is_unwanted) {
    std::size_t kept = 0;
    for (std::size_t i = 0; omitted_ == 0 && i < count_; ++i) {
      if (!is_unwanted(findings_[i])) {
        if (kept != i) {
          findings_[kept] = findings_[i];
        }
        ++kept;
      }
    }
    count_ = omitted_ == 0 ? kept : count_;
  }
  /// Forgets the findings, not the facts.
  constexpr void clear() { count_ = omitted_ = 0; }

 private:
  static constexpr std::size_t candidate = capacity + 1;  ///< after the one that says what is left out

  [[nodiscard]] constexpr std::size_t size() const { return count_ + (omitted_ > 0 ? 1U : 0U); }

  static constexpr finding& cleared(finding& finding) {
    finding.actual.clear();
    finding.limit.clear();
    finding.message.clear();
    finding.fix.clear();
    finding.offset.reset();
    return finding;
  }

  constexpr void omit(severity severity) {
    finding& more = cleared(findings_[capacity]);
    more.severity = omitted_ == 0 ? severity : std::max(more.severity, severity);
    ++omitted_;
    more.rule = &rules::findings_omitted;
    more.actual << capacity + omitted_;
    more.limit << capacity;
    more.message << omitted_ << (omitted_ == 1 ? " more finding is left out." : " more findings are left out.");
    more.fix << rules::findings_omitted.fix;
  }

  std::array<finding, capacity + 2> findings_;
  std::size_t count_ = 0;
  std::size_t omitted_ = 0;
};
static_assert(sizeof(report) <= std::size_t{16} * 1024);

}  // namespace preflight
