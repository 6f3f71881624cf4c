#include "commands/facts.hpp"

#include <memory>

#include "options/output_options.hpp"
#include "options/scan_options.hpp"
#include "scan/scan.hpp"

namespace preflight::cli {

action add_facts(command_line& command) {
  const auto options = std::make_shared<scan_options>();
  options->judge = false;
  options->policy.discover = false;
  add_path_options(command, *options);
  add_depth_options(command, *options);
  add_output_options(command, options->outputs, facts_formats());
  command.footer =
      "Exit status: 0 all files read, 2 a file could not be read, decoding was inconclusive, or the command could not "
      "run. A file that its codec rejects counts as read.";
  return [options](const standard_streams& streams) {
    return scan(*options, streams).unread > 0 ? status_cannot_run : status_good;
  };
}

}  // namespace preflight::cli
