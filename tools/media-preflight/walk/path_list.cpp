#include "walk/path_list.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <fmt/core.h>

#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "walk/path_order.hpp"

namespace preflight::cli {
namespace {

/// A list longer than this is not a list: somebody gave a device or a video.
constexpr std::size_t max_list_bytes = std::size_t{1} << 30;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// "" is the working folder.
bool is_folder(const std::string& path) {
  struct stat status {};
  return path.empty() || (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode));
}

}  // namespace

void path_list::add(std::string_view path, origin source) {
  path_.clear();
  append_normal(path_, path);
  if (source != origin::input && (path.ends_with('/') || path.ends_with("/.")) && !is_folder(path_)) {
    path_ += '/';  // only the system knows what is wrong with that, and says so when it is opened
  }
  const std::size_t folder_length = path_.rfind('/', path_.size() > 1 ? path_.size() - 2 : 0) + 1;
  const std::string_view name = std::string_view{path_}.substr(folder_length);
  places_.push_back({static_cast<std::uint32_t>(names_.size()), static_cast<std::uint32_t>(name.size()),
                     find_or_add_folder(std::string_view{path_}.substr(0, folder_length)), source});
  names_ += name;
}

std::uint32_t path_list::find_or_add_folder(std::string_view path) {
  if (places_.size() > 0 && folders_[places_.back().folder].path == path) {
    return places_.back().folder;
  }
  if (const auto known = folder_numbers_.find(path); known != folder_numbers_.end()) {
    return known->second;
  }
  const auto number = static_cast<std::uint32_t>(folders_.size());
  folders_.push_back({std::string{path}, 0, 0});
  folder_numbers_.emplace(folders_.back().path, number);
  return number;
}

void path_list::rank_folders() {
  std::vector<ranked_folder*> sorted;
  for (ranked_folder& folder : folders_) {
    sorted.push_back(&folder);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const ranked_folder* a, const ranked_folder* b) { return compare_paths(a->path, b->path) < 0; });
  std::vector<ranked_folder*> enclosing;
  std::uint32_t rank = 0;
  const auto close_until = [&](auto encloses) {
    for (; !enclosing.empty() && !encloses(*enclosing.back()); enclosing.pop_back()) {
      enclosing.back()->end = rank;
    }
  };
  for (ranked_folder* const folder : sorted) {
    close_until([&](const ranked_folder& outer) { return folder->path.starts_with(outer.path); });
    folder->rank = rank++;
    enclosing.push_back(folder);
  }
  close_until([](const ranked_folder&) { return false; });
}

/// As compare_paths() orders the whole paths, but mostly without looking at what the folders are called.
std::strong_ordering path_list::compare(const place& a, const place& b) const {
  if (a.folder == b.folder) {
    return name_of(a) <=> name_of(b);
  }
  const ranked_folder& folder_a = folders_[a.folder];
  const ranked_folder& folder_b = folders_[b.folder];
  const auto way_down = [](const ranked_folder& outer, const ranked_folder& inner) {
    return std::string_view{inner.path}.substr(outer.path.size());
  };
  if (folder_a.rank < folder_b.rank && folder_b.rank < folder_a.end) {
    return compare_paths(name_of(a), way_down(folder_a, folder_b));
  }
  if (folder_b.rank < folder_a.rank && folder_a.rank < folder_b.end) {
    return compare_paths(way_down(folder_b, folder_a), name_of(b));
  }
  return folder_a.rank <=> folder_b.rank;
}

void path_list::sort() {
  folder_numbers_.clear();
  rank_folders();
  const auto before = [this](const place& a, const place& b) {
    const auto order = compare(a, b);
    return order != 0 ? order < 0 : a.source < b.source;
  };
  if (!std::is_sorted(places_.begin(), places_.end(), before)) {
    std::sort(places_.begin(), places_.end(), before);
  }
  const auto same = [this](const place& a, const place& b) { return b.source != origin::input && compare(a, b) == 0; };
  places_.erase(std::unique(places_.begin(), places_.end(), same), places_.end());
}

void read_path_list(int descriptor, bool nul_separated, std::string_view name, path_list& paths) {
  const char separator = nul_separated ? '\0' : '\n';
  std::array<char, std::size_t{64} * 1024> buffer;
  std::string entry;
  std::size_t total = 0;
  bool is_first = true;

  const auto finish = [&] {
    if (std::exchange(is_first, false) && !nul_separated && entry.starts_with(byte_order_mark)) {
      entry.erase(0, byte_order_mark.size());
    }
    if (!nul_separated && entry.ends_with('\r')) {
      entry.pop_back();
    }
    if (!entry.empty()) {
      paths.add(entry, path_list::origin::list);
      entry.clear();
    }
  };

  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw fatal_error{fmt::format("the list {} cannot be read: {}", name, errno_message(errno))};
    }
    if (got == 0) {
      break;
    }
    std::string_view rest{buffer.data(), static_cast<std::size_t>(got)};
    total += rest.size();
    if (total > max_list_bytes) {
      throw fatal_error{fmt::format("the list {} is longer than {} bytes", name, max_list_bytes)};
    }
    if (!nul_separated && rest.find('\0') != std::string_view::npos) {
      throw fatal_error{fmt::format("the list {} contains NUL bytes; use -0 if they separate the paths", name)};
    }
    for (std::size_t end = rest.find(separator); end != std::string_view::npos; end = rest.find(separator)) {
      entry += rest.substr(0, end);
      rest.remove_prefix(end + 1);
      finish();
    }
    entry += rest;
  }
  finish();
}

}  // namespace preflight::cli
