#include "scan/path_list.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

#include <fmt/core.h>

#include "cannot_run.hpp"
#include "scan/path_order.hpp"
#include "system_text.hpp"

namespace preflight::cli {
namespace {

/// A list longer than this is not a list: somebody gave a device or a video.
constexpr std::size_t most_list_bytes = std::size_t{1} << 30;

}  // namespace

void path_list::add(std::string_view path, origin from) {
  const std::size_t start = bytes_.size();
  append_normal(bytes_, path);
  places_.push_back({start, static_cast<std::uint32_t>(bytes_.size() - start), from});
}

void path_list::sort() {
  const auto bytes = [this](const place& p) { return std::string_view{bytes_}.substr(p.offset, p.length); };
  const auto before = [&](const place& a, const place& b) {
    const auto order = compare_paths(bytes(a), bytes(b));
    return order != 0 ? order < 0 : a.from < b.from;
  };
  if (!std::is_sorted(places_.begin(), places_.end(), before)) {
    std::sort(places_.begin(), places_.end(), before);
  }
  const auto same = [&](const place& a, const place& b) { return b.from != origin::input && bytes(a) == bytes(b); };
  places_.erase(std::unique(places_.begin(), places_.end(), same), places_.end());
}

void read_path_list(int descriptor, bool nul_separated, std::string_view name, path_list& into) {
  const char separator = nul_separated ? '\0' : '\n';
  std::array<char, std::size_t{64} * 1024> buffer;
  std::string entry;
  std::size_t total = 0;

  const auto finish = [&] {
    if (!nul_separated && entry.ends_with('\r')) {
      entry.pop_back();
    }
    if (!entry.empty()) {
      into.add(entry, path_list::origin::list);
      entry.clear();
    }
  };

  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw cannot_run{fmt::format("the list {} cannot be read: {}", name, system_text(errno))};
    }
    if (got == 0) {
      break;
    }
    std::string_view rest{buffer.data(), static_cast<std::size_t>(got)};
    total += rest.size();
    if (total > most_list_bytes) {
      throw cannot_run{fmt::format("the list {} is longer than {} bytes", name, most_list_bytes)};
    }
    if (!nul_separated && rest.find('\0') != std::string_view::npos) {
      throw cannot_run{fmt::format("the list {} contains NUL bytes; say -0 if they separate its paths", name)};
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
