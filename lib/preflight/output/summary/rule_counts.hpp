#pragma once

#include <cstdint>
#include <vector>

#include <preflight/report.hpp>
#include <preflight/rule.hpp>

namespace preflight {

/// Whether a finding has a remedy of its own, not only the one that its rule gives for every file.
[[nodiscard]] constexpr bool has_own_remedy(const finding& finding) {
  return !finding.fix.empty() && finding.fix.text() != decltype(finding.fix){finding.rule->fix}.text();
}

/// How often one rule was broken in a run.
struct rule_count {
  const rule_info* rule = nullptr;
  std::uint64_t findings = 0;
  std::uint64_t plain_remedies = 0;  ///< of these, how many say no more than the rule's own fix
};

/// The same of every rule that was broken: there are few, whatever the number of files.
class rule_counts {
 public:
  void add(const finding& finding) { add({finding.rule, 1, has_own_remedy(finding) ? 0U : 1U}); }
  void add(const rule_counts& part) {
    for (const rule_count& count : part.counts_) {
      add(count);
    }
  }
  void add(const rule_count& more) {
    for (rule_count& count : counts_) {
      if (count.rule == more.rule) {
        count.findings += more.findings;
        count.plain_remedies += more.plain_remedies;
        return;
      }
    }
    if (more.findings > 0) {
      counts_.push_back(more);
    }
  }

  /// Those of the list that were broken, in its order.
  template <class Rules>
  [[nodiscard]] std::vector<rule_count> in_order(const Rules& rules) const {
    std::vector<rule_count> ordered;
    for (const rule_info* rule : rules) {
      for (const rule_count& count : counts_) {
        if (count.rule == rule) {
          ordered.push_back(count);
        }
      }
    }
    return ordered;
  }

 private:
  std::vector<rule_count> counts_;
};

}  // namespace preflight
