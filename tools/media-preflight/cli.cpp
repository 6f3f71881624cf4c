#include "cli.hpp"

#include "cli/command_runner.hpp"
#include "commands/all.hpp"
#include "commands/sending.hpp"

namespace preflight::cli {
namespace {

constexpr command_runner program{program_summary, program_examples, all_commands, sending_commands};

}  // namespace

int run(std::span<const std::string> arguments, const standard_streams& streams) {
  return program.run(arguments, streams);
}

}  // namespace preflight::cli
