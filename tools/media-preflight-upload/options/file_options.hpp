#pragma once

#include <string>
#include <vector>

#include <preflight/upload/plan/recipients.hpp>

#include "commands/command.hpp"
#include "config/policies.hpp"
#include "options/send_options.hpp"

namespace preflight::cli {

/// Which files are for whom, as it was typed.
struct file_request {
  std::vector<std::string> paths;
  std::string to;
  std::string table;
  std::string columns;
  std::string match;
  std::string purpose;
  bool with_hidden = false;
  bool with_ignored = false;
};

void add_file_options(CLI::App& to, file_request& request);

/// Every file for every target, in the order in which they are sent. `rules` is of the purpose that was asked for.
/// Throws fatal_error.
[[nodiscard]] std::vector<upload::upload_request> wanted_items(const file_request& request, policies& rules);
/// What they are found in: the table, where there is one.
[[nodiscard]] std::vector<file_in_use> files_read(const file_request& request);
[[nodiscard]] upload::purpose purpose_of(const file_request& request);

}  // namespace preflight::cli
