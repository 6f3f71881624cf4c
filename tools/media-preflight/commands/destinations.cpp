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
#include "config/configuration.hpp"
#include "options/destination_limits.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

struct destinations_request {
  std::string name;
  std::string configuration;
  reference_output output;
};

std::string text_about(const destination& one, bool with_sources, const reference_output& how) {
  constexpr std::size_t value_column = 17;
  std::string out;
  ansi_style{how.colour}(out, style::strong, escaped(one.name));
  out += fmt::format("  {}\n", escaped(one.title));
  for (const named_limit& each : limits_of(one)) {
    out += fmt::format("  {}", each.name);
    append_column(out, 2 + each.name.size(), value_column);
    out += each.text;
    out += '\n';
    if (with_sources) {
      out.append(value_column, ' ');
      append_wrapped(out, escaped(fmt::format("{} ({})", each.from.source, confidence_text(each.from))), value_column,
                     value_column, how.columns);
      out += '\n';
    }
  }
  return out;
}

void append_json_about(std::string& out, const destination& one) {
  writers::json_members members{out};
  members.text("destination", one.name);
  members.text("title", one.title);
  members.text("service", one.service);
  members.name("limits");
  out += '[';
  std::string_view separator;
  for (const named_limit& each : limits_of(one)) {
    out += separator;
    writers::json_members limit{out};
    limit.text("limit", each.name);
    limit.name("value");
    out += each.json;
    limit.text("source", each.from.source);
    limit.text_or_null("read", each.from.read);
    limit.text("confidence", name_of(each.from.confidence));
    limit.close();
    separator = ",";
  }
  out += ']';
  members.close();
}

std::string answer(const configuration& from, const std::string& wanted, const reference_output& how) {
  const std::vector<std::string_view> names = from.destination_names();
  if (!wanted.empty()) {
    const destination* const found = from.find_destination(wanted);
    if (found == nullptr) {
      throw fatal_error{fmt::format("unknown destination '{}'{}", wanted, suggestion(wanted, names))};
    }
    std::string out;
    if (how.is_json()) {
      append_json_about(out, *found);
      out += '\n';
    } else {
      out = text_about(*found, true, how);
    }
    return out;
  }
  std::string out = how.is_json() ? "[\n" : "";
  for (const std::string_view name : names) {
    const destination& each = *from.find_destination(name);
    if (how.is_json()) {
      out += name == names.front() ? "" : ",\n";
      append_json_about(out, each);
    } else {
      out += name == names.front() ? "" : "\n";
      out += text_about(each, false, how);
    }
  }
  out += how.is_json() ? "\n]\n" : "\nSources of the limits: media-preflight destinations NAME\n";
  return out;
}

}  // namespace

action add_destinations(CLI::App& to) {
  CLI::App& line = *to.add_subcommand("destinations", "List destinations with their limits and sources.");
  const auto request = std::make_shared<destinations_request>();
  line.add_option("DEST", request->name, "Destination to show, such as zoom-background (default: list all).");
  line.add_option("--config", request->configuration,
                  "Use this configuration instead of the nearest media-preflight.toml.")
      ->type_name("FILE");
  add_reference_output(line, request->output);
  line.footer("Exit status: 0 success, 2 unknown destination or invalid configuration.");
  return [request](const standard_streams& around) {
    const reference_output how = resolved(request->output, around);
    const std::string file = request->configuration.empty() ? nearest_configuration_file("") : request->configuration;
    const configuration from = file.empty() ? configuration{} : load_configuration(file);
    write_all(around.output, "standard output", answer(from, request->name, how));
    return status_good;
  };
}

}  // namespace preflight::cli
