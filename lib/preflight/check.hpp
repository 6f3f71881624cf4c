#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <preflight/destinations/all.hpp>
#include <preflight/input/file_source.hpp>
#include <preflight/report.hpp>
#include <preflight/report/judge.hpp>
#include <preflight/report/reading_effort.hpp>
#include <preflight/sniff/probe.hpp>
#include <preflight/sniff/sniff_stream.hpp>

/// The whole way in one call: from bytes to a report. Nothing is decoded here: who has a decode_result besides hands it
/// to judge().
namespace preflight {

namespace detail {

/// Judges a file that was probed, or that could not be, into a report that may hold the findings of another file.
constexpr void judge_probed(const result<probe_result>& probed, std::string_view name, const destination& destination,
                            report& report) {
  report.clear();
  report.file = probed ? probed->file : facts{};
  report.bytes_read = probed ? probed->bytes_read : 0;
  judge(subject{report.file, name, probed ? nullptr : &probed.error()}, destination, severities{}, report);
}

}  // namespace detail

/// What can be read from, judged under the name it would travel by. Takes about 125 KiB of stack: a window of 64
/// KiB, the session and the report; a checker takes less.
template <source S>
[[nodiscard]] report check(S& source, std::string_view name, const destination& destination,
                           depth depth = preflight::depth::structure, const budget& ceilings = {}) {
  report report;
  const reading_effort effort = effort_for(destination, source.size(), {depth, ceilings});
  detail::judge_probed(probe(source, effort.depth, effort.ceilings), name, destination, report);
  return report;
}

/// The same for bytes in memory.
[[nodiscard]] inline report check(std::span<const unsigned char> bytes, std::string_view name,
                                  const destination& destination, depth depth = preflight::depth::structure,
                                  const budget& ceilings = {}) {
  memory_source source{bytes};
  return check(source, name, destination, depth, ceilings);
}

/// The same for a file, under its path.
[[nodiscard]] inline report check_file(const std::filesystem::path& path, const destination& destination,
                                       depth depth = preflight::depth::structure, const budget& ceilings = {}) {
  file_source source{path};
  return check(source, path.string(), destination, depth, ceilings);
}

/// Checks one file after another with one report, one window and one session, all on the heap: a check takes less than
/// 16 KiB of stack. A report is that of the latest check, and good until the next.
class checker {
 public:
  explicit checker(const budget& ceilings = {})
      : ceilings_{ceilings}, memory_{std::make_unique_for_overwrite<memory>()} {}

  template <source S>
  const report& check(S& source, std::string_view name, const destination& destination,
                      depth depth = preflight::depth::structure) {
    const reading_effort effort = effort_for(destination, source.size(), {depth, ceilings_});
    sniff_session& session = memory_->session.emplace(source.size(), effort.depth, effort.ceilings);
    detail::judge_probed(probe(source, memory_->window, session), name, destination, memory_->report);
    return memory_->report;
  }
  const report& check(std::span<const unsigned char> bytes, std::string_view name, const destination& destination,
                      depth depth = preflight::depth::structure) {
    memory_source source{bytes};
    return check(source, name, destination, depth);
  }
  const report& check_file(const std::filesystem::path& path, const destination& destination,
                           depth depth = preflight::depth::structure) {
    file_source source{path};
    return check(source, path.string(), destination, depth);
  }

 private:
  struct memory {
    preflight::report report;
    std::optional<sniff_session> session;
    std::array<unsigned char, window_size> window;
  };
  budget ceilings_;
  std::unique_ptr<memory> memory_;
};

/// Checks a file whose bytes are pushed as they arrive:
///
///   stream_checker checker{size, "clip.mp4", destinations::zoom_background};
///   for (stream_request next = checker.next(); !next.is_done(); next = checker.push(buffer)) {
///     if (!read_into(buffer, next.offset)) { break; }  // finish() then says that bytes are missing
///   }
///   const report& report = checker.finish();
class stream_checker {
 public:
  /// `destination` must live as long as this does.
  stream_checker(std::uint64_t file_size, std::string name, const destination& destination,
                 depth depth = preflight::depth::structure, const budget& ceilings = {})
      : name_{std::move(name)},
        destination_{&destination},
        memory_{std::make_unique<memory>(file_size, effort_for(destination, file_size, {depth, ceilings}))} {}

  [[nodiscard]] stream_request next() const { return memory_->stream.next(); }
  /// The bytes must begin where next(), or the push before, said.
  stream_request push(std::span<const unsigned char> bytes) { return memory_->stream.push(bytes); }

  /// Where bytes are missing that were needed, the report says that the file could not be read.
  const report& finish() {
    const sniff_stream& stream = memory_->stream;
    const stream_request next = stream.next();
    const result<probe_result> probed =
        next.is_done() ? result<probe_result>{probe_result{stream.facts(), stream.bytes_read()}}
                       : failure{failure_code::unreadable, "required bytes did not arrive", next.offset};
    detail::judge_probed(probed, name_, *destination_, memory_->report);
    return memory_->report;
  }

 private:
  struct memory {
    memory(std::uint64_t file_size, const reading_effort& effort) : stream{file_size, effort.depth, effort.ceilings} {}
    sniff_stream stream;
    preflight::report report;
  };
  static_assert(sizeof(memory) <= 128 * 1024);

  std::string name_;
  const destination* destination_;
  std::unique_ptr<memory> memory_;
};

}  // namespace preflight
