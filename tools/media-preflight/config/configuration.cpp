#include "config/configuration.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include <fmt/format.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "files/null_device.hpp"
#include "files/small_file.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

/// The usual way to say "no configuration".
bool leads_to_null_device(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && is_null_device(status);
}

}  // namespace

const destination* configuration::find_destination(std::string_view name) const {
  const auto own = std::find_if(destinations.begin(), destinations.end(),
                                [name](const destination& candidate) { return candidate.name == name; });
  return own != destinations.end() ? &*own : destination_named(name);
}

std::vector<std::string_view> configuration::destination_names() const {
  std::vector<std::string_view> names;
  for (const destination* builtin : all_destinations) {
    names.push_back(builtin->name);
  }
  for (const destination& custom : destinations) {
    names.push_back(custom.name);
  }
  return names;
}

/// A link that leads nowhere counts: what it was to say is not known, as with a file that cannot be read.
std::string configuration_file_in(const std::string& folder) {
  std::string file = fmt::format("{}/{}", folder == "/" ? "" : folder, configuration_name);
  struct stat status {};
  return ::lstat(file.c_str(), &status) == 0 ? file : std::string{};
}

std::string nearest_configuration_file(std::string_view folder) {
  for (std::string place = absolute_path(folder); !place.empty(); place = parent_folder(place)) {
    if (std::string file = configuration_file_in(place); !file.empty()) {
      return file;
    }
  }
  return {};
}

std::string parent_folder(const std::string& folder) {
  return folder == "/" ? std::string{} : folder.substr(0, std::max<std::size_t>(folder.rfind('/'), 1));
}

configuration load_configuration(const std::string& path) {
  if (leads_to_null_device(path)) {
    return read_configuration({}, path);
  }
  const std::optional<std::string> text = read_small_file(AT_FDCWD, path.c_str());
  if (!text) {
    throw fatal_error{fmt::format("the configuration {} cannot be read: {}", path, errno_message(errno))};
  }
  return read_configuration(*text, path);
}

}  // namespace preflight::cli
