#pragma once

#include <preflight/upload/api/target.hpp>
#include <preflight/upload/plan/recipients.hpp>
#include <preflight/upload/purpose.hpp>

#include "commands/command.hpp"
#include "options/send_options.hpp"
#include "walk/walk_options.hpp"

namespace preflight::cli {

enum class match_choice : std::uint8_t { email };

/// Which files are for whom.
struct file_options {
  std::vector<std::string> paths;
  std::optional<upload::target> target;         ///< of all files
  std::string table;                            ///< empty: there is none
  std::optional<upload::column_names> columns;  ///< of the table
  std::optional<match_choice> match;            ///< targets by the names of the files
  bool names_missing = false;                   ///< people without a photo are named
  std::optional<upload::purpose> purpose;       ///< unset: background
  walk_options folders;

  [[nodiscard]] upload::purpose usual_purpose() const {
    return purpose.value_or(target ? background_of(target->kind) : upload::purpose::background);
  }
};

/// Which files to send to whom, and how.
struct upload_options {
  file_options files;
  send_options sending;
};

void add_upload_options(command_line& command, upload_options& options);

/// Throws fatal_error if they do not go together, or name no files or no recipient.
void require_consistent(const file_options& options);

}  // namespace preflight::cli
