#pragma once

#include <string>
#include <string_view>

#include <config/configuration.hpp>

#include "cli/fatal_error.hpp"
#include "fuzz/target.hpp"

namespace fuzz::targets {

/// Any text is a configuration whose names lead somewhere, or is refused with its place.
inline constexpr target configuration{
    .name = "configuration",
    .run =
        [](input bytes) {
          constexpr std::string_view file = "media-preflight.toml";
          try {
            const preflight::cli::configuration config = preflight::cli::read_configuration(
                {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, std::string{file});
            promise(config.default_name.value.empty() || config.find_destination(config.default_name.value) != nullptr,
                    "the destination to judge for is none");
            const preflight::cli::configuration inner = preflight::cli::read_configuration(
                {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, std::string{file}, &config);
            promise(inner.destination_names() == config.destination_names(), "one upon itself has other destinations");
            for (const preflight::destination& destination : config.destinations) {
              promise(config.find_destination(destination.name) == &destination,
                      "a destination cannot be found by its name");
              promise(!destination.title.empty() && destination.safe_max_bytes.value <= destination.max_bytes.value,
                      "a destination that nothing can be judged by");
            }
            for (const preflight::cli::path_override& entry : config.overrides) {
              promise(!entry.patterns.empty() && (!entry.rules.empty() || !entry.destination.value.empty()),
                      "an override without paths or without effect");
              promise(entry.destination.value.empty() || config.find_destination(entry.destination.value) != nullptr,
                      "the destination of an override is none");
            }
            promise(!config.jobs || (config.jobs->value >= 1 && config.jobs->value <= preflight::cli::max_jobs),
                    "a number of jobs that cannot be");
          } catch (const preflight::cli::fatal_error& refusal) {
            const std::string_view words = refusal.what();
            promise(words.starts_with(file) && words.size() > file.size() + 2, "a refusal without a place or words");
          }
        },
    .takes_media = false,
};

}  // namespace fuzz::targets
