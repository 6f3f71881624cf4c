#include "config/configuration_set.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "config/load_configuration.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

/// Of a folder (absolute); empty for the root.
std::string parent_folder(const std::string& folder) {
  return folder == "/" ? std::string{} : folder.substr(0, std::max<std::size_t>(folder.rfind('/'), 1));
}

std::string with_slash(std::string folder) { return folder.ends_with('/') ? folder : folder + '/'; }

}  // namespace

void configuration_set::on_read(std::function<void(const std::string& file)> callback) {
  on_read_ = std::move(callback);
  for (const configuration& config : all_) {
    on_read_(config.file);
  }
}

const configuration& configuration_set::named(const std::string& path) {
  const auto [entry, is_new] = named_.try_emplace(path, nullptr);
  if (is_new) {
    configuration& added = add(load_named_configuration(path), path, nullptr);
    added.folder = with_slash(absolute_path(""));
    entry->second = &added;
  }
  return *entry->second;
}

const configuration& configuration_set::for_folder(std::string_view folder) {
  const configuration* outer = &none_;
  std::vector<found_file> unknown;  // from the folder itself outwards
  for (std::string place = nearest_existing(folder).path; !place.empty(); place = parent_folder(place)) {
    if (const auto known = by_folder_.find(place); known != by_folder_.end()) {
      outer = known->second;
      break;
    }
    found_file& entry = unknown.emplace_back(found_file{place, configuration_file_in(place), {}});
    if (!entry.file.empty()) {
      entry.text = load_found_configuration(place);
      if (ends_search(entry.text, entry.file)) {
        break;
      }
    }
  }
  for (auto entry = unknown.rbegin(); entry != unknown.rend(); ++entry) {
    if (!entry->file.empty()) {
      configuration& added = add(entry->text, entry->file, outer != &none_ ? outer : nullptr);
      added.folder = with_slash(entry->folder);
      outer = &added;
    }
    by_folder_.emplace(std::move(entry->folder), outer);
  }
  return *outer;
}

configuration& configuration_set::add(std::string_view text, const std::string& file, const configuration* outer) {
  if (on_read_) {
    on_read_(file);
  }
  return all_.emplace_back(read_configuration(text, file, outer));
}

}  // namespace preflight::cli
