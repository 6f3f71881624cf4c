#include "commands/facts.hpp"

#include <memory>

#include <preflight/engine/engine.hpp>

#include "config/policies.hpp"
#include "options/scan_options.hpp"

namespace preflight::cli {
namespace {

int facts(const scan_options& request, const standard_streams& around) {
  policy_options nobody;
  nobody.discover = false;
  policies by{nobody};
  return scan(request, by, false, false, around).unread > 0 ? status_cannot_run : status_good;
}

}  // namespace

action add_facts(CLI::App& to) {
  CLI::App& line = *to.add_subcommand("facts", "Print file properties without applying limits.");
  const auto request = std::make_shared<scan_options>();
  add_path_options(line, *request);
  add_scan_options(line, *request);
  add_output_options(line, request->outputs, output_formats(engine::all_writers));
  line.footer(
      "Exit status: 0 all files read, 2 a file could not be read, decoding was inconclusive, or the command could not "
      "run. A file that its codec rejects counts as read.");
  return [request](const standard_streams& around) { return facts(*request, around); };
}

}  // namespace preflight::cli
