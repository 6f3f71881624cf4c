#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <preflight/facts/depth.hpp>
#include <preflight/output/writer.hpp>

#include "commands/command.hpp"
#include "config/policies.hpp"
#include "decode/decode_settings.hpp"
#include "options/option_group.hpp"
#include "output/output_target.hpp"
#include "scan/shard.hpp"
#include "walk/walk_options.hpp"

namespace preflight::cli {

/// The name of standard input as one of several paths and of the files in lists.
inline constexpr std::string_view standard_input = "-";

/// What a run over files is to do.
struct scan_options {
  std::vector<std::string> paths;
  std::string list;  ///< of more paths; empty: none
  bool nul_separated = false;
  std::string stdin_name;
  bool staged = false;        ///< what the index of git holds for the next commit, instead of files
  std::string changed_since;  ///< only what differs from this revision; empty: everything
  walk_options folders;
  std::optional<cli::shard> shard;  ///< only these files
  bool allow_empty = false;
  check_depth depth = check_depth::structure;
  bool depth_is_usual = true;  ///< --depth was not given
  unsigned jobs = 1;
  bool jobs_are_usual = true;  ///< --jobs was not given; more help while storage is slow
  decode_settings decoding;
  bool judge = true;  ///< false: facts only
  policy_options policy;
  bool one_user = false;
  std::string baseline;        ///< a file of known findings; empty: none is known
  std::string write_baseline;  ///< where to list all findings, as known; empty: nowhere
  std::vector<output_target> outputs;
  std::function<int(const run_summary&)> exit_status;  ///< with which the program will end; empty: not known
  appearance look;
};

/// The folder that the first path is or lies in; the working folder where none is named.
[[nodiscard]] std::string first_folder(const scan_options& options);

/// `options` with what `config` and those further out say where the command line says nothing. Throws fatal_error
/// where rules are selected that then cannot find anything.
[[nodiscard]] scan_options with_configuration(scan_options options, const configuration* config);

/// The options of these groups. Values that make no sense, also together, throw fatal_error while the command line is
/// parsed.
void add_path_options(command_line& command, scan_options& options);
void add_change_options(command_line& command, scan_options& options);
void add_depth_options(command_line& command, scan_options& options);
/// Those of the above that sending has as well.
void add_walk_options(option_group& files, walk_options& options);

}  // namespace preflight::cli
