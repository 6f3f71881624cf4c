#include "walk/exclusions.hpp"

#include "walk/absolute_path.hpp"

namespace preflight::cli {

exclusions::exclusions(std::string_view root, const walk_options& options)
    : root_{root}, command_line_{options.exclude}, are_configured_{options.with_configured_exclusions} {
  if (!command_line_.empty() && root_.starts_with('/')) {
    const std::string here = absolute_path("") + '/';
    lead_length_ = (root_ + '/').starts_with(here) ? here.size() : 1;
  }
}

opinion exclusions::opinion_on(std::string_view path, bool is_folder, const policy& policy) {
  if (!command_line_.empty()) {
    if (const opinion own = command_line_.opinion_on(path.substr(lead_length_), is_folder); own != opinion::none) {
      return own;
    }
  }
  if (!policy.has_exclusions || !are_configured_) {
    return opinion::none;
  }
  absolute_root_ = absolute_root_.empty() ? absolute_path(root_) : absolute_root_;
  std::string_view rest = path.substr(root_.size());
  rest.remove_prefix(rest.starts_with('/') ? 1 : 0);
  std::string place = absolute_root_;
  place += place.ends_with('/') ? "" : "/";
  place += rest;
  for (const configuration* part = policy.source; part != nullptr; part = part->outer) {
    if (const opinion own = part->exclude.opinion_on(part->relative(place), is_folder); own != opinion::none) {
      return own;
    }
  }
  return opinion::none;
}

bool exclusions::cover(std::string_view path, const policy& policy) const {
  if (const opinion own = command_line_.opinion_on_whole(path); own != opinion::none) {
    return own == opinion::skip;
  }
  if (!policy.has_exclusions || !are_configured_) {
    return false;
  }
  const std::string place = absolute_file(path);
  for (const configuration* part = policy.source; part != nullptr; part = part->outer) {
    if (const opinion own = part->exclude.opinion_on_whole(part->relative(place)); own != opinion::none) {
      return own == opinion::skip;
    }
  }
  return false;
}

}  // namespace preflight::cli
