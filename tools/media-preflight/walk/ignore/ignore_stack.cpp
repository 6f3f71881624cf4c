#include "walk/ignore/ignore_stack.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "files/small_file.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

ignore_rules rules_in(int folder, const std::string& name, int more_flags = 0) {
  const std::optional<std::string> text = read_small_file(folder, name.c_str(), more_flags);
  return text ? ignore_rules{*text} : ignore_rules{};
}

/// One that is a link does not count for git.
ignore_rules git_rules_in(int folder, const std::string& name) { return rules_in(folder, name, O_NOFOLLOW); }

bool is_repository(const std::string& folder) {
  struct stat status {};
  return ::stat((folder + "/.git").c_str(), &status) == 0;
}

}  // namespace

ignore_stack::ignore_stack(std::string_view root, bool active)
    : active_{active}, root_length_{root.empty() || root.ends_with('/') ? root.size() : root.size() + 1} {
  if (!active_) {
    return;
  }
  const std::string start = absolute_path(root);
  std::string repository = start;
  while (!repository.empty() && !is_repository(repository)) {
    repository.resize(repository.rfind('/'));
  }
  if (repository.empty()) {
    return;
  }
  repository_ = repository + '/';
  lead_ = start.size() > repository.size() ? start.substr(repository.size() + 1) + '/' : "";
  for (std::string folder = start; folder.size() > repository.size();) {
    folder.resize(folder.rfind('/'));
    outer_.push_back({start.substr(folder.size() + 1) + '/', git_rules_in(AT_FDCWD, folder + "/.gitignore"),
                      rules_in(AT_FDCWD, folder + "/.ignore")});
  }
}

void ignore_stack::enter(int folder, const directory_listing& inside, std::size_t prefix_length) {
  ++depth_;
  if (!active_) {
    return;
  }
  const bool has_git = inside.contains(".gitignore");
  const bool has_own = inside.contains(".ignore");
  const bool has_repository = inside.contains(".git");
  if (has_git || has_own || has_repository) {
    inner_.push_back({depth_, prefix_length, has_git ? git_rules_in(folder, ".gitignore") : ignore_rules{},
                      has_own ? rules_in(folder, ".ignore") : ignore_rules{}, has_repository});
  }
}

void ignore_stack::leave() {
  if (!inner_.empty() && inner_.back().depth == depth_) {
    inner_.pop_back();
  }
  --depth_;
}

template <class Rules>
opinion ignore_stack::consult(std::string_view path, bool is_folder, Rules rules, bool within_repository) const {
  for (auto folder = inner_.rbegin(); folder != inner_.rend(); ++folder) {
    const opinion result = rules(*folder).opinion_on(path.substr(folder->prefix_length), is_folder);
    if (result != opinion::none) {
      return result;
    }
    if (within_repository && folder->is_repository) {
      return opinion::none;
    }
  }
  for (const outer_level& folder : outer_) {
    const opinion result = rules(folder).opinion_on(folder.lead + std::string{path.substr(root_length_)}, is_folder);
    if (result != opinion::none) {
      return result;
    }
  }
  return opinion::none;
}

std::vector<std::string> ignore_stack::tracked_at(std::string_view path, bool is_folder) {
  const auto inner =
      std::find_if(inner_.rbegin(), inner_.rend(), [](const level& folder) { return folder.is_repository; });
  if (inner == inner_.rend() && repository_.empty()) {
    return {};
  }
  const std::size_t outside = inner != inner_.rend() ? inner->prefix_length : root_length_;
  const std::string_view lead = inner != inner_.rend() ? std::string_view{} : lead_;
  const std::string root = inner != inner_.rend() ? std::string{path.substr(0, outside)} : repository_;
  const auto [entry, is_new] = tracked_.try_emplace(root);
  if (is_new) {
    entry->second = tracked_files::load(root);
  }
  std::vector<std::string> out;
  const std::string name = std::string{lead} + std::string{path.substr(outside)} + (is_folder ? "/" : "");
  for (const std::string& tracked : entry->second.at(name)) {
    std::string file = std::string{path.substr(0, outside)} + tracked.substr(lead.size());
    struct stat status {};
    if (::lstat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
      out.push_back(std::move(file));
    }
  }
  return out;
}

bool ignore_stack::skips(std::string_view path, bool is_folder) const {
  if (inner_.empty() && outer_.empty()) {
    return false;
  }
  opinion result = consult(
      path, is_folder, [](const auto& folder) -> const ignore_rules& { return folder.own; }, false);
  if (result == opinion::none) {
    result = consult(
        path, is_folder, [](const auto& folder) -> const ignore_rules& { return folder.git; }, true);
  }
  return result == opinion::skip;
}

}  // namespace preflight::cli
