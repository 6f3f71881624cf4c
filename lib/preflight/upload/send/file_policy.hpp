#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <preflight/destination.hpp>
#include <preflight/rules/severities.hpp>
#include <preflight/upload/purpose.hpp>
#include <preflight/upload/request.hpp>
#include <preflight/upload/send/file_snapshot.hpp>

namespace preflight::upload {

/// By what a file is judged. They stay as long as the run.
struct judged_by {
  const destination* where = nullptr;
  const severities* how = nullptr;            ///< of the rules about files
  const severities* request_rules = nullptr;  ///< and of those about requests

  friend bool operator==(const judged_by&, const judged_by&) = default;
};

/// How files are looked at and judged. What was seen of a content is kept for as long as this.
struct file_policy {
  std::function<inspector()> make_inspector;                          ///< for each thread its own
  std::function<judged_by(purpose, const std::string& path)> policy;  ///< called by one thread at a time
  known_contents known{};
};

/// What a file may have at most to be read into memory.
[[nodiscard]] std::uint64_t max_bytes_of(const destination& limits);

/// Everything the rules say of a file on its way to a target. `in_run` may be nullptr.
[[nodiscard]] std::vector<finding> judge_item(const file_snapshot& file, const std::string& path,
                                              const judged_by& policy, const request& request,
                                              const run_position* in_run);
/// Whether the rules about files refuse one of these facts already.
[[nodiscard]] bool is_refused(const facts& file, const std::string& path, const judged_by& policy);
/// Why a file cannot be sent, whatever severities the rules have; empty where it can.
[[nodiscard]] std::string send_blocker(const file_snapshot& file, const destination& limits);
[[nodiscard]] bool has_error(std::span<const finding> findings);

}  // namespace preflight::upload
