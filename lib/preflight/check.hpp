#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include <preflight/destinations/all.hpp>
#include <preflight/report.hpp>
#include <preflight/rules/all.hpp>
#include <preflight/sniff/probe.hpp>

namespace preflight {

/// How severe each rule is in a run; starts with the rules' own.
class severities {
 public:
  constexpr severities() {
    for (std::size_t i = 0; i < all_rules.size(); ++i) {
      of_[i] = all_rules[i]->severity;
    }
  }
  /// False where no rule has this id, or where its severity is fixed.
  constexpr bool set(std::string_view rule_id, severity to) {
    for (std::size_t i = 0; i < all_rules.size(); ++i) {
      if (all_rules[i]->id == rule_id && !all_rules[i]->is_fixed) {
        of_[i] = to;
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] constexpr severity at(std::size_t rule_index) const { return of_[rule_index]; }

 private:
  std::array<severity, all_rules.size()> of_{};
};

/// Runs the rules with these indices that are not off, in the order of all_rules, and adds their findings to `into`,
/// whose facts are not touched.
constexpr void judge_by(std::size_t first, std::size_t last, const subject& about, const destination& where,
                        const severities& how, report& into) {
  for (std::size_t i = first; i < last; ++i) {
    if (how.at(i) == severity::off) {
      continue;
    }
    finding& candidate = into.next();
    if (all_rules[i]->check(about, where, candidate)) {
      candidate.rule = all_rules[i];
      candidate.severity = how.at(i);
      if (candidate.fix.empty()) {
        candidate.fix << all_rules[i]->fix;
      }
      if (candidate.offset && *candidate.offset > about.file.file_size && about.not_read == nullptr) {
        candidate.offset.reset();  // a number out of the file that points outside it
      }
      into.keep();
    }
  }
}

/// Judges a file, and the request that would carry it where there is one.
constexpr void judge(const subject& about, const destination& where, const severities& how, report& into) {
  judge_by(0, file_rule_count, about, where, how, into);
  if (about.asked != nullptr) {
    judge_by(file_rule_count, all_rules.size(), about, where, how, into);
  }
}

/// Judges a request that carries no file.
constexpr void judge(const request& asked, const destination& where, const severities& how, report& into) {
  judge_by(file_rule_count, all_rules.size(), subject{.file = into.file, .name = {}, .asked = &asked}, where, how,
           into);
}

/// What can be read from, judged under the name it would travel by. Nothing is decoded: depth::decode is no more than
/// depth::structure here, and who has a decoding besides hands it to judge(). Takes up to 128 KiB of stack: a window of
/// 64 KiB and the report.
template <source S>
[[nodiscard]] report check(S& from, std::string_view name, const destination& where, depth to = depth::structure,
                           const budget& ceilings = {}) {
  report found;
  const result<probed> looked = probe(from, to, ceilings);
  if (looked) {
    found.file = looked->file;
    found.bytes_read = looked->bytes_read;
    judge(subject{found.file, name}, where, severities{}, found);
  } else {
    judge(subject{found.file, name, &looked.error()}, where, severities{}, found);
  }
  return found;
}

/// The same for bytes in memory.
[[nodiscard]] inline report check(std::span<const unsigned char> bytes, std::string_view name, const destination& where,
                                  depth to = depth::structure, const budget& ceilings = {}) {
  memory_source from{bytes};
  return check(from, name, where, to, ceilings);
}

}  // namespace preflight
