#include "commands/config.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "config/configuration_schema.hpp"
#include "config/configuration_template.hpp"
#include "config/load_configuration.hpp"
#include "files/descriptor.hpp"
#include "options/option_group.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

enum class config_action : std::uint8_t { init, schema };
constexpr std::array<std::string_view, 2> config_action_names{"init", "schema"};

/// Nothing is ever replaced, and nothing written where one of several cannot be. Throws fatal_error.
void require_absent(const std::string& path) {
  struct stat status {};
  reject_if(::lstat(path.c_str(), &status) == 0, fmt::format("{} already exists and was not changed", path));
}

void write_new(const std::string& path, std::string_view text) {
  const descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)};
  if (!file.is_open()) {
    throw fatal_error{fmt::format("{} cannot be written: {}", path, errno_message(errno))};
  }
  write_all(file.number(), path, text);
}

int init(const standard_streams& streams) {
  const std::string file{configuration_name};
  const std::string schema{schema_name};
  require_absent(file);
  require_absent(schema);
  write_new(file, configuration_template());
  write_new(schema, configuration_schema());
  write_all(streams.output, "standard output", fmt::format("wrote {} and, for editors, {}\n", file, schema));
  return status_good;
}

}  // namespace

action add_config(command_line& command) {
  const auto chosen = std::make_shared<std::optional<config_action>>();
  option_group{command, "Options"}
      .choice("ACTION", "", *chosen, config_action_names,
              "init: write a media-preflight.toml here, with every key commented out. schema: print the JSON Schema of "
              "such files.")
      .is_required = true;
  command.footer = "Exit status: 0 success, 2 a file already exists or cannot be written.";
  return [chosen](const standard_streams& streams) {
    if (*chosen == config_action::init) {
      return init(streams);
    }
    write_all(streams.output, "standard output", configuration_schema());
    return status_good;
  };
}

}  // namespace preflight::cli
