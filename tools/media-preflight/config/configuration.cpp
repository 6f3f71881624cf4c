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

std::string_view configuration::usual_destination() const {
  const configuration* place = this;
  while (place->default_name.empty() && place->outer != nullptr) {
    place = place->outer;
  }
  return place->default_name;
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
