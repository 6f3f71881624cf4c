#include "options/scan_options.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <thread>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>
#include <preflight/rules/integrity/decode_failed.hpp>
#include <preflight/rules/limits/duplicate_content.hpp>
#include <preflight/rules/limits/too_many_files.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/decode_options.hpp"
#include "options/option_group.hpp"
#include "options/parse_number.hpp"
#include "options/parse_shard.hpp"

namespace preflight::cli {
namespace {

check_depth parse_depth(const std::string& text) {
  const auto known = std::find(depth_names.begin(), depth_names.end(), text);
  if (known == depth_names.end()) {
    throw fatal_error{fmt::format("--depth: unknown depth '{}'{}", text, suggestion(text, depth_names))};
  }
  return static_cast<check_depth>(known - depth_names.begin());
}

void require_consistent_paths(const scan_options& options) {
  const auto inputs = std::ranges::count(options.paths, standard_input);
  const int other_uses =
      (options.list == standard_input ? 1 : 0) + (options.policy.configuration == standard_input ? 1 : 0);
  if (inputs + other_uses > 1) {
    throw fatal_error{
        "standard input can be read only once: as one file (-), as a list (--files-from -) or as the configuration "
        "(--config -)"};
  }
  if (inputs == 0 && !options.stdin_name.empty()) {
    throw fatal_error{"--stdin-name needs the path -, which reads a file from standard input"};
  }
  if (options.nul_separated && options.list.empty()) {
    throw fatal_error{"-0 needs --files-from FILE"};
  }
}

void require_consistent_changes(const scan_options& options) {
  const bool is_since = !options.changed_since.empty();
  if (!options.staged && !is_since) {
    return;
  }
  reject_if(options.staged && is_since, "--staged and --changed-since cannot be used together");
  reject_useless(options.staged ? "--staged" : "--changed-since",
                 {{"--files-from", !options.list.empty()},
                  {"--shard", options.shard.has_value()},
                  {"the path -", std::ranges::find(options.paths, standard_input) != options.paths.end()}});
}

/// Where only rules are selected that cannot find anything, every file would pass.
void require_reachable_rules(const scan_options& options) {
  struct condition {
    std::string_view rule;
    bool is_met;
    std::string_view option;
  };
  const std::array conditions{
      condition{rules::decode_failed.id, options.depth == check_depth::decode, "--depth decode"},
      condition{rules::too_many_files.id, options.one_user, "--one-user"},
      condition{rules::duplicate_content.id, options.one_user, "--one-user"}};
  for (const std::string_view rule : options.policy.select) {
    if (engine::rule_named(rule) == nullptr) {
      throw fatal_error{fmt::format("--select: '{}' applies only to sending; use media-preflight plan", rule)};
    }
    for (const condition& condition : conditions) {
      if (condition.rule == rule && !condition.is_met) {
        throw fatal_error{fmt::format("--select: '{}' needs {}", rule, condition.option)};
      }
    }
  }
}

/// What the nearest configuration says that says it.
template <class Setting>
void take(const configuration* config, Setting configuration::*member, bool is_open, const auto& use) {
  if (const configuration* const place = is_open ? nearest(config, member) : nullptr) {
    use((place->*member)->value);
  }
}

void require_consistent(const scan_options& options) {
  require_consistent_paths(options);
  require_consistent_changes(options);
  reject_if(options.baseline == standard_input || options.write_baseline == standard_input,
            "a baseline needs a file, not -");
  if (!options.write_baseline.empty()) {  // what was not checked would be dropped
    reject_useless("--write-baseline", {{"--staged", options.staged},
                                        {"--changed-since", !options.changed_since.empty()},
                                        {"--shard", options.shard.has_value()}});
  }
  if (options.shard && options.one_user) {
    throw fatal_error{"--one-user compares all files, so it cannot be combined with --shard"};
  }
}

}  // namespace

std::string first_folder(const scan_options& options) {
  std::string path = options.paths.empty() ? "" : options.paths.front();
  path = path == standard_input ? options.stdin_name : path;
  struct stat status {};
  if (!path.empty() && (::stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))) {
    path.resize(path.rfind('/') + 1);
  }
  return path;
}

scan_options with_configuration(scan_options options, const configuration* config) {
  take(config, &configuration::depth, options.depth_is_usual, [&](check_depth depth) { options.depth = depth; });
  take(config, &configuration::jobs, options.jobs_are_usual, [&](unsigned jobs) {
    options.jobs = jobs;
    options.jobs_are_usual = false;
  });
  take(config, &configuration::output, options.outputs.empty(), [&](const writer* form) {
    options.outputs.push_back({form, {}});
  });
  require_reachable_rules(options);
  return options;
}

void add_path_options(command_line& command, scan_options& options) {
  command.finish = [&options] { require_consistent(options); };
  option_group files{command, "Files"};
  files.files("PATH", options.paths,
              "Files and folders (default: .), or - for one file on standard input. In folders, only files named like "
              "media are read.");
  files.file("--files-from", "FILE", options.list,
             "Read more paths from FILE, one per line; - reads them from standard input.");
  files.flag("--null,-0", options.nul_separated, "Expect NUL-separated paths in --files-from, as from find -print0.");
  add_walk_options(files, options.folders);
  files.text("--stdin-name", "NAME", options.stdin_name, "Name to report for the file on standard input.");
  files.flag(
      "--show-files", options.folders.names_skipped,
      "List in the summary what was skipped: linked folders, ignored files that git tracks, unreadable folders.");
  files.parsed("--shard", "K/N|auto", options.shard, &parse_shard,
               "Process only part K of N; auto takes K and N from Slurm or Kubernetes. Merge with media-preflight "
               "report.");
  files.flag("--allow-empty", options.allow_empty, "Succeed when there are no files.");
}

void add_walk_options(option_group& files, walk_options& options) {
  files.flag("--hidden", options.with_hidden, "Include hidden files and folders (names that start with a dot).");
  option& exclude = files.list(
      "--exclude", "PATTERN", options.exclude, [](const std::string& text) { return text; },
      "Skip paths that match PATTERN (.gitignore syntax); --no-exclude cancels earlier and configured patterns.");
  exclude.opposite = "--no-exclude";
  exclude.set = [&options](bool) {
    options.exclude.clear();
    options.with_configured_exclusions = false;
  };
  files.negative_flag("--no-ignore", "--respect-ignore", options.with_ignored,
                      "Include files that .gitignore and .ignore exclude; --respect-ignore leaves them out (default).");
}

void add_change_options(command_line& command, scan_options& options) {
  option_group group{command, "Git"};
  group.flag("--staged", options.staged,
             "Check what the next commit would add or change, as staged in Git's index; PATHs restrict this.");
  const auto parse = [](const std::string& text) {
    reject_if(text.empty() || text.starts_with('-'),
              fmt::format("--changed-since needs a branch, tag or commit, got '{}'", text));
    return text;
  };
  group.parsed("--changed-since", "REV", options.changed_since, parse,
               "Check only files that differ from the last commit shared with REV, and untracked ones.");
}

void add_depth_options(command_line& command, scan_options& options) {
  options.jobs = std::clamp(std::thread::hardware_concurrency(), 1U, max_jobs);
  option_group reading{command, "Reading"};
  const auto read_depth = [&options](const std::string& text) {
    options.depth_is_usual = false;
    return parse_depth(text);
  };
  reading
      .parsed("--depth", "DEPTH", options.depth, read_depth,
              "Depth of reading: header (a few KiB), structure (the whole container; default) or decode (every frame).")
      .choices.assign(depth_names.begin(), depth_names.end());
  reading
      .number("--jobs,-j", options.jobs, {1, max_jobs},
              "Number of files to read at once (default: one per processor, and more while storage is slow).")
      .read = [&options](const std::vector<std::string>& texts) {
    options.jobs = parse_in_range<unsigned>("--jobs", texts.front(), {1, max_jobs});
    options.jobs_are_usual = false;
  };
  add_decode_options(command, options.decoding);
}

}  // namespace preflight::cli
