#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <preflight/upload/log.hpp>
#include <preflight/upload/retry/rates.hpp>

#include "commands/command.hpp"
#include "config/policies.hpp"
#include "decode/decode_settings.hpp"
#include "output/output_target.hpp"

namespace preflight::cli {

/// A file that a run reads or keeps, and what messages call it: "the table".
struct file_in_use {
  std::string path;
  std::string what;
};

/// What the commands that plan or send have in common, as it was typed.
struct sending_request {
  policy_options file_policy;
  decode_settings decoding;
  std::string make_room;
  std::string rates;
  std::string calls_a_second;
  std::string parallel;
  std::string settle;
  std::string ledger;
  std::string log_level;
  std::vector<output_target> outputs;
  std::vector<file_in_use> read;  ///< by the command itself, beside the files to send
  bool dry_run = false;
  bool quiet = false;
};

/// The options that fill it in, in their groups.
void add_judging_options(CLI::App& to, sending_request& request);
void add_sending_options(CLI::App& to, sending_request& request);
void add_room_option(CLI::App& to, sending_request& request);
void add_ledger_option(CLI::App& to, std::string& ledger);
void add_log_option(CLI::App& to, std::string& level);
void add_report_options(CLI::App& to, sending_request& request);

/// What was meant. All throw fatal_error.
[[nodiscard]] bool makes_room(const sending_request& request);
[[nodiscard]] std::optional<upload::zoom_plan> rates_of(const sending_request& request);
/// Instead of the plan's rates; 0: no limit.
[[nodiscard]] std::optional<std::uint32_t> calls_a_second_of(const sending_request& request);
[[nodiscard]] unsigned parallel_of(const sending_request& request);
[[nodiscard]] std::chrono::milliseconds settle_of(const sending_request& request);
[[nodiscard]] upload::log_level log_level_of(const sending_request& request);
/// All of these, as what a dry run does not need must make sense, too.
void must_make_sense(const sending_request& request);
/// Everything that a run reads or keeps beside the files to send and configurations that are found: nothing of it may
/// be written over.
[[nodiscard]] std::vector<file_in_use> files_in_use(const sending_request& request);
/// The file of the ledger: as asked for, else where the system keeps such things for a user.
[[nodiscard]] std::string ledger_file(const std::string& asked_for);

}  // namespace preflight::cli
