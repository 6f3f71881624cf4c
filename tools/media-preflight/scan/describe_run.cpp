#include "scan/describe_run.hpp"

#include <string_view>

#include <fmt/format.h>

#include <preflight/text/escape_for_display.hpp>

#include "decode/worker_programs.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

void append_line(std::string& out, std::string_view text) {
  out += "media-preflight: ";
  append_escaped(out, text);
  out += '\n';
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// "in/media-preflight.toml, media-preflight.toml", the nearest first; empty if there is none.
std::string chain_text(const configuration* config, std::string_view here) {
  std::string out;
  for (; config != nullptr && !config->file.empty(); config = config->outer) {
    out += out.empty() ? "" : ", ";
    out += shown_file(config->file, here);
  }
  return out;
}

}  // namespace

std::string_view shown_file(std::string_view file, std::string_view working_folder) {
  const bool is_below = file.starts_with(working_folder) && file.substr(working_folder.size()).starts_with('/');
  return is_below ? file.substr(working_folder.size() + 1) : file;
}

std::string describe_run(const scanner& run, const run_summary& summary, const scan_options& options,
                         const skip_record& skipped) {
  const run_details& details = run.details();
  const std::string here = absolute_path("");
  std::string out;
  std::map<std::string, std::uint64_t> chains;
  for (const auto& [config, count] : details.configurations) {
    chains[chain_text(config, here)] += count;
  }
  for (const auto& [chain, count] : chains) {
    append_line(out, chain.empty() ? fmt::format("no configuration for {}", counted(count, "file"))
                                   : fmt::format("configuration of {}: {}", counted(count, "file"), chain));
  }
  const std::uint64_t others = options.shard || run.offered() < summary.files ? 0 : run.offered() - summary.files;
  append_line(out, fmt::format("skipped: {} hidden, {} ignored, {} excluded, {} not media", skipped.hidden,
                               skipped.ignored, skipped.excluded, others));
  if (options.depth == check_depth::decode) {
    const worker_programs workers = worker_programs::of_this_program();
    append_line(out, fmt::format("decoding: {} for pictures, {} for videos{}", workers.pictures, workers.videos,
                                 options.decoding.sandboxed ? "" : ", without a sandbox"));
  }
  std::string times = fmt::format("read {} at depth {} in {:.3f} s with {}", counted(summary.files, "file"),
                                  name_of(options.depth), summary.elapsed_seconds, counted(details.threads, "thread"));
  if (!details.slowest.empty()) {
    times += fmt::format("; slowest: {} ({:.3f} s)", details.slowest, details.slowest_seconds);
  }
  append_line(out, times);
  return out;
}

}  // namespace preflight::cli
