#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/upload/api/zoom_client.hpp>
#include <preflight/upload/retry/rates.hpp>
#include <preflight/upload/run_context.hpp>

#include "commands/command.hpp"
#include "config/policies.hpp"
#include "decode/decode_settings.hpp"
#include "output/output_target.hpp"

namespace preflight::cli {

/// Whose older files may be deleted where a target is full.
enum class room_choice : std::uint8_t { own };

/// What the commands that plan or send have in common.
struct send_options {
  policy_options policy;
  decode_settings decoding;
  std::optional<room_choice> make_room;         ///< unset: delete none
  std::optional<upload::replacement> replace;   ///< unset: nothing is replaced
  std::optional<upload::zoom_plan> rates;       ///< unset: pro, or what the plan to apply says
  std::optional<std::uint32_t> calls_a_second;  ///< instead of these rates; 0: no limit
  std::uint32_t parallel = 1;
  std::chrono::milliseconds settle{30'000};
  std::chrono::milliseconds keep_trying{0};
  std::string ledger;                          ///< empty: the usual one
  std::optional<upload::log_level> log_level;  ///< unset: nothing is logged
  std::vector<output_target> outputs;
  bool adopt = false;
  bool dry_run = false;
  bool quiet = false;
};

/// All of them but --make-room and --replace. A value that makes no sense throws fatal_error when it is read.
void add_send_options(command_line& command, send_options& options);
void add_make_room_option(command_line& command, send_options& options);
/// Some of them, for the commands that need no more.
void add_zoom_plan_option(command_line& command, send_options& options);
void add_ledger_option(command_line& command, std::string& ledger);
void add_log_option(command_line& command, send_options& options);

inline constexpr std::string_view exit_statuses_of_sending =
    "Exit status: 0 all sent or already-there, 1 some refused or failed, 2 could not run, 3 some unknown or still "
    "queued.";

/// Ends the help of each command that signs in.
inline constexpr std::string_view credentials_help =
    " Credentials come from the environment: ZOOM_ACCESS_TOKEN, or ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and "
    "ZOOM_CLIENT_SECRET; append _FILE to any name to read its value from a file.";

/// The path of the ledger: as named, else where the system keeps such things for a user. Throws fatal_error.
[[nodiscard]] std::string ledger_path(const std::string& named);

/// What must not be written over, with its name in messages: the ledger, its journal and files of credentials.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> ledger_and_credentials(const std::string& named_ledger);

}  // namespace preflight::cli
