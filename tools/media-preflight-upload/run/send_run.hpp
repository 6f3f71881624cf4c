#pragma once

#include <deque>

#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/plan/recipients.hpp>
#include <preflight/upload/send/file_policy.hpp>

#include "config/policies.hpp"
#include "decode/decode_client.hpp"
#include "options/send_options.hpp"
#include "output/item_report.hpp"
#include "run/connection.hpp"

namespace preflight::cli {

/// One run that plans or sends: its options, where it reports, and by what files are judged. Everything throws
/// fatal_error.
class send_run {
 public:
  /// Opens the outputs. `folder`: absolute, where relative paths start from. `place`: where the command writes by
  /// itself.
  send_run(const send_options& options, std::string folder, const standard_streams& streams,
           const plan_place* place = nullptr);

  [[nodiscard]] policies& policies_of(upload::purpose purpose) { return policies_[static_cast<std::size_t>(purpose)]; }
  [[nodiscard]] item_report& report() { return report_; }
  [[nodiscard]] const standard_streams& streams() const { return streams_; }

  /// Plans by what the service and the ledger say; with --dry-run without either.
  [[nodiscard]] upload::fresh_plan plan(std::span<const upload::upload_request> requests);

  /// What the ledger has as sent that was not in the last plan.
  [[nodiscard]] std::span<const upload::ledger_entry> left_over() const { return left_over_; }

  /// Plans and sends, or with --dry-run only plans; nothing that an approved plan does not say. The exit status.
  [[nodiscard]] int send(std::span<const upload::upload_request> requests, const upload::plan* approved = nullptr);

 private:
  [[nodiscard]] upload::inspection_result inspect(std::span<const unsigned char> bytes, const upload::refusal& refuses,
                                                  decode_client& decoder) const;
  void reject_read_files(std::span<const upload::upload_request> requests);
  /// Without `zoom` nothing is asked, and without `ledger` nothing was ever sent.
  [[nodiscard]] upload::run_context context(upload::clock& clock, connection* zoom, upload::ledger* ledger);
  /// `new_ledger`: what to say of one that has nothing in it; empty where it has.
  void announce(const std::string& ledger, std::string_view new_ledger, bool is_open_to_others) const;
  void end_report();

  send_options options_;
  std::string folder_;
  standard_streams streams_;
  item_report report_;
  decode_settings decoding_;
  std::deque<policies> policies_;  ///< by purpose
  upload::file_policy policy_;
  std::vector<upload::ledger_entry> left_over_;
};

}  // namespace preflight::cli
