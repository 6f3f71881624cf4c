#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <preflight/decode/decode_result.hpp>
#include <preflight/destination.hpp>
#include <preflight/facts.hpp>
#include <preflight/input/result.hpp>
#include <preflight/text/explanation.hpp>
#include <preflight/text/inline_string.hpp>

namespace preflight {

enum class severity : std::uint8_t { off, note, warning, error };
inline constexpr std::array<std::string_view, 4> severity_names{"off", "note", "warning", "error"};
[[nodiscard]] constexpr std::string_view name_of(severity s) { return severity_names[static_cast<std::size_t>(s)]; }

struct rule_info;

/// One problem of one file. `actual` and `limit` are short values ("1080x1920"); message and fix are sentences.
struct finding {
  const rule_info* rule = nullptr;
  preflight::severity severity = preflight::severity::off;
  inline_string<64> actual;
  inline_string<64> limit;
  inline_string<400> message;
  inline_string<320> fix;
  std::optional<std::uint64_t> offset;  ///< in bytes from the start of the file
};

/// What the other files of the same run say about this one; only a run in which they belong together knows it.
struct run_position {
  std::uint32_t accepted_before = 0;  ///< files of this run or already at the service that count
  std::string_view same_bytes_as;     ///< an earlier file with the same content; empty if none
  std::string_view holder = "user";   ///< what the files are counted for
  std::string_view fix{};             ///< what to do where there is no place left; empty: what the rule says
};

/// Everything a rule may use.
struct subject {
  const facts& file;
  std::string_view name;                   ///< path or name as the user knows it; may be empty (stdin)
  const failure* not_read = nullptr;       ///< the file could not be read; `file` says nothing then
  const run_position* in_run = nullptr;    ///< nullptr: this file is looked at alone
  const decode_result* decoded = nullptr;  ///< nullptr: it was not decoded
};

/// Id and texts of one rule: what `explain`, the README and every output print.
struct rule_info {
  std::string_view id;     ///< kebab-case; names the fault, not the cure
  std::string_view since;  ///< first version with this rule
  preflight::severity severity = preflight::severity::error;
  bool is_fixed = false;     ///< nothing else can be true: no configuration and no option changes the severity
  explanation summary;       ///< when it fires, in one sentence
  explanation why;           ///< what happens if it is ignored
  std::string_view fix;      ///< what to do
  std::string_view limit{};  ///< key of the limit that it applies, in limit_table; empty: none
  bool (*applies_at)(const destination&) = nullptr;  ///< nullptr: wherever there is such a limit
};

/// A rule with its logic. A subject is everything that rules of this kind may look at.
template <class Subject>
struct rule : rule_info {
  /// True if it fires; it then has filled in everything of the finding but rule and severity. A fix left empty is
  /// replaced by the rule's own.
  bool (*check)(const Subject&, const destination&, finding&);
};
using file_rule = rule<subject>;

}  // namespace preflight
