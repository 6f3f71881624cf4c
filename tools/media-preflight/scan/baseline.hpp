#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <preflight/report.hpp>
#include <preflight/text/text_hash.hpp>

namespace preflight::cli {

/// SHA-256 in hexadecimal.
struct content_hashes {
  std::string_view bytes;     ///< of the file
  std::string_view object{};  ///< of the file that it stands for, as a Git LFS pointer says; empty where it is none
};

/// Findings that somebody knows and does not want to see again: each is the content of a file and a rule, so that it
/// stays known when the file gets another name, and is new when the file changes. For several threads.
class baseline {
 public:
  /// Adds what a file of write() lists. Throws fatal_error if it is not such a file.
  void read(const std::string& path);
  /// The same of its text; `name` is for messages.
  void add(std::string_view text, std::string_view name);
  /// From now on every finding is known, and write() lists it.
  void start_recording() { is_recording_ = true; }

  /// Takes what is known out of a report about this content.
  void remove_known(const content_hashes& content, std::string_view path, report& report);

  /// Findings that were taken out.
  [[nodiscard]] std::uint64_t known() const { return known_; }
  /// Entries that were read and have had no such finding so far.
  [[nodiscard]] std::uint64_t stale() const;
  /// Stands for what was read.
  [[nodiscard]] std::uint64_t fingerprint() const { return text_.value(); }

  /// Appends what was recorded, an entry a line, sorted by path: the same for the same findings.
  void write(std::string& out) const;

 private:
  using key = std::pair<std::string, std::string_view>;  ///< content, and the id of a rule

  [[nodiscard]] bool takes(const key& finding, std::string_view path);

  bool is_recording_ = false;
  text_hash text_;
  std::unordered_map<std::string, bool> entries_;  ///< content and rule: whether there was such a finding
  std::mutex mutex_;
  std::map<key, std::string> recorded_;  ///< the first path with it, in the order of output
  std::atomic<std::uint64_t> known_ = 0;
};

}  // namespace preflight::cli
