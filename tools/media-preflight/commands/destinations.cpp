#include "commands/destinations.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
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
#include "options/parse_number.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

struct destinations_request {
  std::vector<std::string> names;  ///< empty: all
  std::optional<unsigned> older_than;
  std::string configuration;
  reference_output output;
};

constexpr unsigned most_days = 36'500;

/// A destination and those of its limits that are wanted.
struct destination_entry {
  const preflight::destination* destination = nullptr;
  std::vector<named_limit> limits;
};

/// Of a date that is written as in a citation. Nothing where there is none: the limits of a configuration have no date.
std::optional<std::chrono::sys_days> date_of(std::string_view text) {
  const auto part = [text](std::size_t start, std::size_t length) {
    return text.size() == 10 ? parse_number<unsigned>(text.substr(start, length)) : std::nullopt;
  };
  const std::optional<unsigned> year = part(0, 4);
  const std::optional<unsigned> month = part(5, 2);
  const std::optional<unsigned> day = part(8, 2);
  if (!year || !month || !day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                                         std::chrono::day{*day}};
  return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

/// The limits whose source was read longer ago than so many days.
std::vector<named_limit> older_limits(std::vector<named_limit> limits, unsigned days) {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  std::erase_if(limits, [&](const named_limit& limit) {
    const std::optional<std::chrono::sys_days> read = date_of(limit.citation.read);
    return !read || today - *read <= std::chrono::days{days};
  });
  return limits;
}

std::vector<destination_entry> entries_of(const configuration& config, const destinations_request& request) {
  const std::vector<std::string_view> known = config.destination_names();
  const std::vector<std::string_view> given{request.names.begin(), request.names.end()};
  std::vector<destination_entry> out;
  for (const std::string_view name : given.empty() ? known : given) {
    const destination* const match = config.find_destination(name);
    if (match == nullptr) {
      throw fatal_error{fmt::format("unknown destination '{}'{}", name, suggestion(name, known))};
    }
    std::vector<named_limit> limits = limits_of(*match);
    if (request.older_than) {
      limits = older_limits(std::move(limits), *request.older_than);
    }
    // Of those that were named each has its answer.
    if (!request.older_than || !given.empty() || !limits.empty()) {
      out.push_back({match, std::move(limits)});
    }
  }
  return out;
}

std::string destination_text(const destination_entry& entry, bool with_sources, const reference_output& output) {
  constexpr std::size_t value_column = 17;
  std::string out;
  ansi_style{output.colour}(out, style::strong, escaped(entry.destination->name));
  out += fmt::format("  {}\n", escaped(entry.destination->title));
  for (const named_limit& limit : entry.limits) {
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

void append_destination_json(std::string& out, const destination_entry& entry) {
  writers::json_members members{out};
  members.text("destination", entry.destination->name);
  members.text("title", entry.destination->title);
  members.text("service", entry.destination->service);
  members.name("limits");
  out += '[';
  std::string_view separator;
  for (const named_limit& limit : entry.limits) {
    out += separator;
    writers::json_members row{out};
    row.text("limit", limit.name);
    row.name("value");
    out += limit.json;
    row.text("source", limit.citation.source);
    row.text_or_null("read", limit.citation.read);
    row.text("confidence", name_of(limit.citation.confidence));
    row.close();
    separator = ",";
  }
  out += ']';
  members.close();
}

/// One that was named as an object, and in every other case an array.
std::string destinations_json(std::span<const destination_entry> entries, bool is_one) {
  std::string out = is_one ? "" : "[\n";
  std::string_view separator;
  for (const destination_entry& entry : entries) {
    out += separator;
    append_destination_json(out, entry);
    separator = ",\n";
  }
  out += is_one ? "\n" : "\n]\n";
  return out;
}

std::string destinations_text(std::span<const destination_entry> entries, const destinations_request& request,
                              const reference_output& output) {
  if (request.older_than && std::ranges::all_of(entries, [](const auto& entry) { return entry.limits.empty(); })) {
    return fmt::format("No source of these limits was read more than {} day{} ago.\n", *request.older_than,
                       *request.older_than == 1 ? "" : "s");
  }
  const bool with_sources = request.older_than || !request.names.empty();
  std::string out;
  for (const destination_entry& entry : entries) {
    if (!request.older_than || !entry.limits.empty()) {
      out += out.empty() ? "" : "\n";
      out += destination_text(entry, with_sources, output);
    }
  }
  out += with_sources ? "" : "\nSources of the limits: media-preflight destinations NAME\n";
  return out;
}

}  // namespace

action add_destinations(command_line& command) {
  const auto request = std::make_shared<destinations_request>();
  option_group options{command, "Options"};
  option& names = options.list(
      "DEST", "", request->names, [](const std::string& text) { return text; },
      "Destinations to show, such as zoom-background (default: list all).");
  for (const destination* known : all_destinations) {
    names.choices.emplace_back(known->name);
  }
  const auto parse = [](const std::string& text) {
    return std::optional{parse_in_range<unsigned>("--older-than", text, {0, most_days})};
  };
  options.parsed("--older-than", "DAYS", request->older_than, parse,
                 "Show only limits whose source was read more than DAYS days ago; limits without a date are left out.");
  options.file("--config", "FILE", request->configuration,
               "Use this configuration instead of the nearest media-preflight.toml.");
  add_reference_output(command, request->output);
  command.footer = "Exit status: 0 success, 2 unknown destination or invalid configuration.";
  return [request](const standard_streams& streams) {
    const reference_output output = resolve(request->output, streams);
    configuration_set configurations;
    const configuration& config =
        request->configuration.empty() ? configurations.for_folder("") : configurations.named(request->configuration);
    const std::vector<destination_entry> entries = entries_of(config, *request);
    write_all(streams.output, "standard output",
              output.is_json() ? destinations_json(entries, request->names.size() == 1)
                               : destinations_text(entries, *request, output));
    return status_good;
  };
}

}  // namespace preflight::cli
