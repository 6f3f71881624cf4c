#pragma once

#include <optional>
#include <span>
#include <string>

#include <preflight/upload/plan/approved_plan.hpp>
#include <preflight/upload/plan/planning.hpp>
#include <preflight/upload/plan/recipients.hpp>

#include "options/connection.hpp"
#include "options/send_options.hpp"
#include "output/item_report.hpp"
#include "run/file_judging.hpp"

namespace preflight::cli {

/// The working folder, absolute.
[[nodiscard]] std::string working_folder();

/// Names on the messages' descriptor what cannot be sent because of how it was asked for, before anything is.
void name_problems(std::span<const upload::upload_request> wanted, const standard_streams& around);

/// Plans without opening a connection or the ledger.
[[nodiscard]] upload::fresh_plan plan_offline(std::span<const upload::upload_request> wanted, file_judging& by,
                                              const std::string& folder, const sending_request& request,
                                              item_report& report);
/// Plans by what the service and the ledger say. `book` may be nullptr.
[[nodiscard]] upload::fresh_plan plan_online(std::span<const upload::upload_request> wanted, file_judging& by,
                                             const std::string& folder, const sending_request& request,
                                             upload::zoom_plan rates, connection& with, const upload::ledger* book,
                                             item_report& report);

/// Plans and sends, or with --dry-run only plans; by an agreed plan where there is one. The exit status.
[[nodiscard]] int run_items(std::span<const upload::upload_request> wanted, const upload::plan* approved,
                            const std::string& folder, file_judging& by, const sending_request& asked,
                            const standard_streams& around);

}  // namespace preflight::cli
