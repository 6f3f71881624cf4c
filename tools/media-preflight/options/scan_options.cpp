#include "options/scan_options.hpp"

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
#include "options/parse_number.hpp"
#include "options/parse_shard.hpp"

namespace preflight::cli {
namespace {

constexpr unsigned max_jobs = 256;

check_depth parse_depth(const std::string& text) {
  const auto known = std::find(depth_names.begin(), depth_names.end(), text);
  if (known == depth_names.end()) {
    throw fatal_error{fmt::format("--depth: unknown depth '{}'{}", text, suggestion(text, depth_names))};
  }
  return static_cast<check_depth>(known - depth_names.begin());
}

void require_consistent_paths(const scan_options& options) {
  if (std::ranges::find(options.paths, "") != options.paths.end()) {
    throw fatal_error{"a path is empty; is a variable in your script unset?"};
  }
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

void require_consistent(const scan_options& options) {
  require_consistent_paths(options);
  require_reachable_rules(options);
  if (options.shard && options.one_user) {
    throw fatal_error{"--one-user compares all files, so it cannot be combined with --shard"};
  }
}

}  // namespace

void add_path_options(CLI::App& app, scan_options& options) {
  const auto parse = [&options](const std::string& text) { options.shard = parse_shard(text); };
  app.callback([&options] { require_consistent(options); });
  app.add_option("PATH", options.paths,
                 "Files and folders (default: .), or - for one file on standard input. In folders, only files named "
                 "like media are read.");
  app.add_option("--files-from", options.list,
                 "Read more paths from FILE, one per line; - reads them from standard input.")
      ->type_name("FILE")
      ->group("Files");
  app.add_flag("-0,--null", options.nul_separated, "Expect NUL-separated paths in --files-from, as from find -print0.")
      ->group("Files");
  app.add_flag("--hidden", options.folders.with_hidden,
               "Include hidden files and folders (names that start with a dot).")
      ->group("Files");
  app.add_flag("--no-ignore", options.folders.with_ignored, "Include files that .gitignore and .ignore exclude.")
      ->group("Files");
  app.add_option("--stdin-name", options.stdin_name, "Name to report for the file on standard input.")
      ->type_name("NAME")
      ->group("Files");
  app.add_flag(
         "--show-files", options.folders.names_skipped,
         "Name in the summary what was skipped: linked folders, ignored files that git tracks, unreadable folders.")
      ->group("Files");
  app.add_option_function<std::string>(
         "--shard", parse,
         "Process only part K of N; auto takes K and N from Slurm or Kubernetes. Merge with media-preflight report.")
      ->type_name("K/N|auto")
      ->group("Files");
  app.add_flag("--allow-empty", options.allow_empty, "Succeed when there are no files.")->group("Files");
}

void add_depth_options(CLI::App& app, scan_options& options) {
  const auto parse = [&options](const std::string& text) { options.depth = parse_depth(text); };
  options.jobs = std::clamp(std::thread::hardware_concurrency(), 1U, max_jobs);
  app.add_option_function<std::string>(
         "--depth", parse,
         "Depth of reading: header (a few KiB), structure (the whole container; default) or decode (every frame).")
      ->type_name("DEPTH")
      ->group("Reading");
  const auto parse_jobs = [&options](const std::string& text) {
    options.jobs = parse_number<unsigned>(text).value_or(options.jobs);
    options.jobs_are_usual = false;
  };
  app.add_option_function<std::string>(
         "--jobs,-j", parse_jobs,
         "Number of files to read at once (default: one per processor, and more while storage is slow).")
      ->type_name("N")
      ->check([](const std::string& text) {
        const unsigned number = parse_number<unsigned>(text).value_or(0);
        return number >= 1 && number <= max_jobs ? std::string{}
                                                 : fmt::format("must be between 1 and {1}, got '{0}'", text, max_jobs);
      })
      ->group("Reading");
  add_decode_options(app, options.decoding);
}

}  // namespace preflight::cli
