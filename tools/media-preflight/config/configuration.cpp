#include "config/configuration.hpp"

#include <algorithm>

namespace preflight::cli {

const destination* configuration::find_destination(std::string_view name) const {
  for (const configuration* place = this; place != nullptr; place = place->outer) {
    const auto own = std::ranges::find(place->destinations, name, &destination::name);
    if (own != place->destinations.end()) {
      return &*own;
    }
  }
  return destination_named(name);
}

std::vector<std::string_view> configuration::destination_names() const {
  std::vector<std::string_view> names;
  for (const destination* builtin : all_destinations) {
    names.push_back(builtin->name);
  }
  for (const configuration* place = this; place != nullptr; place = place->outer) {
    for (const destination& custom : place->destinations) {
      if (find_destination(custom.name) == &custom) {
        names.push_back(custom.name);
      }
    }
  }
  return names;
}

const placed<std::string>& configuration::usual_destination(const std::vector<const path_override*>& selected) const {
  const configuration* place = this;
  for (;;) {
    for (auto entry = place->overrides.rbegin(); entry != place->overrides.rend(); ++entry) {
      if (!entry->destination.value.empty() && std::ranges::find(selected, &*entry) != selected.end()) {
        return entry->destination;
      }
    }
    if (!place->default_name.value.empty() || place->outer == nullptr) {
      return place->default_name;
    }
    place = place->outer;
  }
}

std::string_view configuration::relative(std::string_view path) const {
  const bool is_inside = path.starts_with(folder);
  path.remove_prefix(is_inside ? folder.size() : 0);
  return path.substr(!is_inside && path.starts_with('/') ? 1 : 0);
}

std::vector<const configuration*> configuration::outermost_first() const {
  std::vector<const configuration*> all;
  for (const configuration* place = this; place != nullptr && !place->file.empty(); place = place->outer) {
    all.push_back(place);
  }
  std::ranges::reverse(all);
  return all;
}

}  // namespace preflight::cli
