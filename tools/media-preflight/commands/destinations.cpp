#include "commands/destinations.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <preflight/output/json_members.hpp>
#include <preflight/text/ansi_style.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/word_wrap.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "commands/reference_output.hpp"
#include "config/configuration_set.hpp"
#include "options/destination_limits.hpp"
#include "options/option_group.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

struct destinations_request {
  std::string name;
  std::string configuration;
  reference_output output;
};

std::string destination_text(const destination& destination, bool with_sources, const reference_output& output) {
  constexpr std::size_t value_column = 17;
  std::string out;
  ansi_style{output.colour}(out, style::strong, escaped(destination.name));
  out += fmt::format("  {}\n", escaped(destination.title));
  for (const named_limit& limit : limits_of(destination)) {
    out += fmt::format("  {}", limit.name);
    append_column(out, 2 + limit.name.size(), value_column);
    out += limit.text;
    out += '\n';
    if (with_sources) {
      out.append(value_column, ' ');
      append_wrapped(out, escaped(fmt::format("{} ({})", limit.citation.source, confidence_text(limit.citation))),
                     value_column, value_column, output.columns);
      out += '\n';
    }
  }
  return out;
}

void append_destination_json(std::string& out, const destination& destination) {
  writers::json_members members{out};
  members.text("destination", destination.name);
  members.text("title", destination.title);
  members.text("service", destination.service);
  members.name("limits");
  out += '[';
  std::string_view separator;
  for (const named_limit& limit : limits_of(destination)) {
    out += separator;
    writers::json_members entry{out};
    entry.text("limit", limit.name);
    entry.name("value");
    out += limit.json;
    entry.text("source", limit.citation.source);
    entry.text_or_null("read", limit.citation.read);
    entry.text("confidence", name_of(limit.citation.confidence));
    entry.close();
    separator = ",";
  }
  out += ']';
  members.close();
}

std::string destinations_text(const configuration& config, const std::string& name, const reference_output& output) {
  const std::vector<std::string_view> names = config.destination_names();
  if (!name.empty()) {
    const destination* const match = config.find_destination(name);
    if (match == nullptr) {
      throw fatal_error{fmt::format("unknown destination '{}'{}", name, suggestion(name, names))};
    }
    std::string out;
    if (output.is_json()) {
      append_destination_json(out, *match);
      out += '\n';
    } else {
      out = destination_text(*match, true, output);
    }
    return out;
  }
  std::string out = output.is_json() ? "[\n" : "";
  for (const std::string_view known : names) {
    const destination& entry = *config.find_destination(known);
    if (output.is_json()) {
      out += known == names.front() ? "" : ",\n";
      append_destination_json(out, entry);
    } else {
      out += known == names.front() ? "" : "\n";
      out += destination_text(entry, false, output);
    }
  }
  out += output.is_json() ? "\n]\n" : "\nSources of the limits: media-preflight destinations NAME\n";
  return out;
}

}  // namespace

action add_destinations(command_line& command) {
  const auto request = std::make_shared<destinations_request>();
  option_group options{command, "Options"};
  options.text("DEST", "", request->name, "Destination to show, such as zoom-background (default: list all).");
  options.file("--config", "FILE", request->configuration,
               "Use this configuration instead of the nearest media-preflight.toml.");
  add_reference_output(command, request->output);
  command.footer = "Exit status: 0 success, 2 unknown destination or invalid configuration.";
  return [request](const standard_streams& streams) {
    const reference_output output = resolve(request->output, streams);
    configuration_set configurations;
    const configuration& config =
        request->configuration.empty() ? configurations.for_folder("") : configurations.named(request->configuration);
    write_all(streams.output, "standard output", destinations_text(config, request->name, output));
    return status_good;
  };
}

}  // namespace preflight::cli
