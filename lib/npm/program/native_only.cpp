// What only the native program can do says so here.

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "cli/fatal_error.hpp"
#include "cli/libexec_program.hpp"
#include "commands/report.hpp"
#include "decode/decode_client.hpp"
#include "files/memory_file.hpp"
#include "files/temp_file_cleanup.hpp"
#include "git/git_process.hpp"
#include "options/option_group.hpp"

namespace preflight::cli {
namespace {

[[noreturn]] void refuse(std::string_view request) {
  throw fatal_error{fmt::format("{} needs the native program, which this package does not have", request)};
}

}  // namespace

std::string libexec_program(std::string_view name) { return std::string{name}; }

std::string libexec_output(std::string_view /*name*/, std::string_view /*word*/) { return {}; }

std::string missing_program(std::string_view user, std::string_view /*path*/, std::string_view /*libraries*/) {
  return fmt::format("{} needs the native program, which this package does not have", user);
}

action add_report(command_line& command) {
  static std::vector<std::string> files;
  option_group{command, ""}.files("FILE", files, "NDJSON results to merge (native program only).");
  return [](const standard_streams&) -> int { refuse("report"); };
}

worker_programs worker_programs::of_this_program() { return {}; }

worker_process::~worker_process() = default;

decode_client::decode_client(const decode_settings& settings, worker_programs programs)
    : settings_{settings}, programs_{std::move(programs)} {
  refuse("--depth decode");
}

decode_result decode_client::decode(int /*file*/, const facts& /*facts*/) { refuse("--depth decode"); }

constexpr std::string_view git_options = "reading Git (--staged, --changed-since)";

git_process::git_process(std::vector<std::string> /*arguments*/) { refuse(git_options); }
bool git_process::write(std::string_view /*text*/) const { return false; }
std::size_t git_process::read(std::span<char> /*buffer*/) const { return 0; }
int git_process::wait() { return -1; }
std::string git_process::first_error() const { return {}; }

git_answer run_git(std::vector<std::string> /*arguments*/) { refuse(git_options); }
std::string require_git(std::string_view /*purpose*/, std::vector<std::string> /*arguments*/) { refuse(git_options); }

/// Only decoding needs one.
result<opened_file> memory_file(std::span<const unsigned char> /*bytes*/) {
  return failure{failure_code::unreadable, "it cannot be kept in memory"};
}

// The host takes files away that were not finished.
void register_temp_file(const char* /*name*/) {}
void unregister_temp_file(const char* /*name*/) {}

}  // namespace preflight::cli
