#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/report.hpp>
#include <preflight/upload/upload_outcome.hpp>

namespace preflight {

/// One file, as a writer is given it. Nothing in it outlives the call.
struct written_file {
  std::string_view path;  ///< as bytes; may be anything
  const report& found;
  const destination* judged_for = nullptr;  ///< nullptr: facts only, no opinion
  preflight::depth asked = depth::structure;
  bool was_read = true;               ///< false: the facts say nothing
  bool was_named = false;             ///< by the person who asked; not found in a folder or list
  const decoding* decoded = nullptr;  ///< nullptr: it was not decoded
};

/// Whether facts that were wanted are not there: it could not be read, or decoding it proved nothing.
[[nodiscard]] constexpr bool lacks_facts(const written_file& one) {
  return !one.was_read || (one.decoded != nullptr && proves_nothing(one.decoded->outcome));
}

/// Whether a finding has a remedy of its own, not only the one that its rule gives for every file.
[[nodiscard]] constexpr bool has_own_remedy(const finding& each) {
  return !each.fix.empty() && each.fix.text() != decltype(each.fix){each.rule->fix}.text();
}

/// What is known at the end of a run.
struct run_summary {
  std::uint64_t files = 0;
  std::uint64_t passed = 0;
  std::uint64_t warned = 0;
  std::uint64_t failed = 0;
  std::array<std::uint64_t, all_rules.size()> findings{};  ///< in the order of all_rules
  std::array<std::uint64_t, all_rules.size()>
      plain_remedies{};      ///< of these, how many say no more than the rule's own fix
  bool judged = true;        ///< false: facts only
  std::string_view title;    ///< of the destination, where all files had the same one
  std::uint32_t shard = 0;   ///< which part of all files this is, from 1; 0 where it is all of them
  std::uint32_t shards = 0;  ///< of how many; 0 where it is all of them
  std::uint64_t start = 0;   ///< stands for what decides of a shard's files; the same for all that belong together
  double elapsed_seconds = 0;

  constexpr void add(const report& one) {
    ++files;
    switch (one.verdict()) {
      case verdict::pass: ++passed; break;
      case verdict::warn: ++warned; break;
      case verdict::fail: ++failed; break;
    }
    for (const finding& each : one.findings()) {
      for (std::size_t i = 0; i < all_rules.size(); ++i) {
        if (all_rules[i] == each.rule) {
          ++findings[i];
          plain_remedies[i] += has_own_remedy(each) ? 0U : 1U;
          break;
        }
      }
    }
  }
  constexpr void add(const run_summary& part) {
    files += part.files;
    passed += part.passed;
    warned += part.warned;
    failed += part.failed;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      findings[i] += part.findings[i];
      plain_remedies[i] += part.plain_remedies[i];
    }
  }
};

/// An older file of a target that makes room for another one.
struct written_deletion {
  std::string_view id;
  std::string_view name;
};

/// One file for one target, as a writer is given it. Nothing in it outlives the call.
struct written_item {
  std::string_view target;   ///< with its prefix
  std::string_view purpose;  ///< "background", "picture"
  std::string_view path;     ///< as bytes; may be anything
  std::string_view sha256;   ///< empty where the file was not read whole
  preflight::upload_outcome outcome = upload_outcome::planned;
  std::string_view zoom_id;  ///< empty where the service gave none
  int http_status = 0;       ///< 0 where no answer of the service decided
  std::optional<long long> code{};
  std::string_view message;
  std::span<const finding> findings;
  std::span<const written_deletion> deletes{};
  std::optional<bool> made_room = false;  ///< whether they were deleted; unset: nobody knows
  std::uint64_t remedies_said = 0;        ///< bit i: the remedy of findings[i] was written with an earlier item
};

/// What is known at the end of a run that sends, or says what it would send.
struct item_summary {
  std::uint64_t items = 0;
  std::array<std::uint64_t, upload_outcome_names.size()> outcomes{};
  std::array<std::uint64_t, all_rules.size()> findings{};        ///< in the order of all_rules
  std::array<std::uint64_t, all_rules.size()> plain_remedies{};  ///< as in run_summary
  double elapsed_seconds = 0;

  [[nodiscard]] constexpr std::uint64_t of(preflight::upload_outcome which) const {
    return outcomes[static_cast<std::size_t>(which)];
  }
  constexpr void add(preflight::upload_outcome what, std::span<const finding> found) {
    ++items;
    ++outcomes[static_cast<std::size_t>(what)];
    for (const finding& each : found) {
      for (std::size_t i = 0; i < all_rules.size(); ++i) {
        if (all_rules[i] == each.rule) {
          ++findings[i];
          plain_remedies[i] += has_own_remedy(each) ? 0U : 1U;
        }
      }
    }
  }
};

/// How the person wants to see it. Only writers for people look at this.
struct appearance {
  bool colour = false;
  bool only_failures = false;  ///< --quiet
  bool with_statistics = false;
  unsigned columns = 0;  ///< of the terminal; 0: lines are not broken
};

/// One form of output. The functions append to `out` and keep nothing, so files may be written by several threads, each
/// into a text of its own, and be put together afterwards: begin, the files with `between` after each that wrote
/// anything and is not the last, end. A run that sends is written by the other three functions in the same way.
struct writer {
  std::string_view name;           ///< on the command line
  std::string_view summary;        ///< what it is for
  std::string_view items_summary;  ///< the same of a run that sends
  std::string_view between;
  void (*begin)(std::string& out, const appearance&);
  void (*file)(std::string& out, const written_file&, const appearance&);
  void (*end)(std::string& out, const run_summary&, const appearance&);
  void (*begin_items)(std::string& out, const appearance&);
  void (*item)(std::string& out, const written_item&, const appearance&);
  void (*end_items)(std::string& out, const item_summary&, const appearance&);
};

}  // namespace preflight
