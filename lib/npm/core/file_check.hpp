#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <preflight/output/json.hpp>
#include <preflight/report.hpp>
#include <preflight/report/judge.hpp>
#include <preflight/report/reading_effort.hpp>
#include <preflight/sniff/sniff_session.hpp>

namespace preflight::npm {

/// Without those about what came of decoding, and about the other files of a run: there is neither here.
inline constexpr auto core_rules = [] {
  constexpr auto can_fire = [](const file_rule* rule) {
    return rule != &rules::decode_failed && rule != &rules::surplus_data && rule != &rules::too_many_files &&
           rule != &rules::duplicate_content;
  };
  std::array<const file_rule*, std::count_if(all_rules.begin(), all_rules.end(), can_fire)> kept{};
  std::copy_if(all_rules.begin(), all_rules.end(), kept.begin(), can_fire);
  return kept;
}();

/// One file being checked, from what the caller knows of it to the line that `--output ndjson` prints of it. The caller
/// puts what need() requests into window() and feeds it.
class file_check {
 public:
  /// `destination` must outlive this.
  file_check(std::uint64_t size, std::string name, const preflight::destination& destination, preflight::depth depth)
      : name_{std::move(name)},
        destination_{destination},
        depth_{depth},
        effort_{effort_for(destination, size, {depth, {}})},
        session_{size, effort_.depth, effort_.ceilings},
        next_{session_.first()} {}

  /// Nothing more is needed where its length is 0.
  [[nodiscard]] read_request need() const { return failure_ ? read_request{} : next_; }
  [[nodiscard]] std::span<unsigned char> window() { return window_; }

  /// So many bytes of what was requested stand in the window; fewer mean that the file ends there.
  void feed(std::size_t count) {
    const read_request wanted = need();
    bytes_read_ += count < wanted.length ? count : wanted.length;
    if (count < wanted.length) {
      fail(failure_code::changed, "the file became shorter while it was being read", wanted.offset + count);
    } else if (wanted.length > 0) {
      next_ = session_.feed(byte_view{std::span{window_}.first(wanted.length), wanted.offset});
    }
  }

  /// It cannot be read; `clause` is copied.
  void fail(failure_code code, std::string_view clause, std::uint64_t offset = 0) {
    failure_clause_ = clause;
    failure_.emplace(failure{code, failure_clause_, offset});
  }

  /// The verdict, without a line feed.
  [[nodiscard]] const std::string& finish() {
    if (!line_.empty()) {
      return line_;
    }
    if (!failure_ && !next_.is_done()) {
      fail(failure_code::unreadable, "required bytes did not arrive", next_.offset);
    }
    report_.clear();
    report_.file = failure_ ? facts{} : session_.facts();
    report_.bytes_read = failure_ ? 0 : bytes_read_;
    judge(subject{report_.file, name_, failure_ ? &*failure_ : nullptr}, destination_, severities{}, report_,
          core_rules);
    const check_depth shown = depth_ == depth::header ? check_depth::header : check_depth::structure;

    buffered_appender pen{line_};
    writers::append_file(pen, written_file{name_, report_, &destination_, shown, !failure_});
    pen.flush();
    return line_;
  }

 private:
  std::string name_;
  const preflight::destination& destination_;
  preflight::depth depth_;
  reading_effort effort_;
  sniff_session session_;
  read_request next_;
  std::uint64_t bytes_read_ = 0;
  std::optional<failure> failure_;
  std::string failure_clause_;
  report report_;
  std::string line_;
  std::array<unsigned char, window_size> window_;  // left uninitialised on purpose: feed() shows what was written
};

}  // namespace preflight::npm
