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
  CLI::App& line = *to.add_subcommand("facts", "Say what is true of each file, without an opinion.");
  const auto request = std::make_shared<scan_options>();
  add_path_options(line, *request);
  add_scan_options(line, *request);
  add_output_options(line, request->outputs, output_formats(engine::all_writers));
  line.footer(
      "Status: 0 all files were read (at depth decode: and decoded, or rejected by their codec), 2 one could not be "
      "read "
      "or decoding proves nothing about it, could not run, or nothing to look at.");
  return [request](const standard_streams& around) { return facts(*request, around); };
}

}  // namespace preflight::cli
