#include "walk/ignore/tracked_files.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <preflight/text/file_extension.hpp>

#include "files/small_file.hpp"
#include "walk/file_kind.hpp"

namespace preflight::cli {
namespace {

constexpr std::size_t max_index_bytes = std::size_t{256} << 20;

/// Goes through an index as far as it holds together.
class index_reader {
 public:
  /// `hash_length`: 20 bytes, or 32 in repositories that use SHA-256. The index itself does not say.
  index_reader(std::string_view bytes, std::size_t hash_length) : bytes_{bytes}, hash_length_{hash_length} {}

  [[nodiscard]] std::optional<std::vector<std::string>> names() {
    std::vector<std::string> out;
    if (!bytes_.starts_with("DIRC") || bytes_.size() < 12 || number(4, 4) < 2 || number(4, 4) > 4) {
      return std::nullopt;
    }
    const bool is_compressed = number(4, 4) == 4;
    at_ = 12;
    for (std::uint64_t left = number(8, 4); left > 0; --left) {
      std::string previous = std::exchange(name_, {});
      const std::uint64_t stated_length = flags() & longest;
      if (!(is_compressed ? read_compressed(previous) : read_padded()) || name_.empty() || name_ < previous ||
          stated_length != std::min<std::uint64_t>(name_.size(), longest)) {
        return std::nullopt;
      }
      if (claims_media(extension_of(name_)) && (out.empty() || out.back() != name_)) {
        out.push_back(name_);
      }
    }
    return out;
  }

 private:
  static constexpr std::uint64_t longest = 0xFFF;  ///< what the flags say of names of this length and longer

  [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t length) const {
    std::uint64_t value = 0;
    for (const char byte : bytes_.substr(at, length)) {
      value = value << 8 | static_cast<unsigned char>(byte);
    }
    return value;
  }

  [[nodiscard]] std::size_t flags_start() const { return at_ + 40 + hash_length_; }
  /// Of the entry at at_; 0 where there is none.
  [[nodiscard]] std::uint64_t flags() const { return flags_start() + 2 > bytes_.size() ? 0 : number(flags_start(), 2); }
  /// Where its name begins; at or past the end where there is no such entry.
  [[nodiscard]] std::size_t name_start() const {
    constexpr std::uint64_t extended = 0x4000;
    return flags_start() + ((flags() & extended) != 0 ? 4 : 2);
  }

  [[nodiscard]] bool read_until_nul(std::size_t start) {
    const std::size_t end = start < bytes_.size() ? bytes_.find('\0', start) : std::string_view::npos;
    if (end == std::string_view::npos) {
      return false;
    }
    name_ += bytes_.substr(start, end - start);
    at_ = end + 1;
    return true;
  }

  /// NUL bytes, at least one, up to a multiple of eight bytes.
  [[nodiscard]] bool read_padded() {
    const std::size_t entry = at_;
    const bool is_whole = read_until_nul(name_start());
    at_ = entry + (at_ - entry + 7) / 8 * 8;
    return is_whole;
  }

  /// How many bytes of the name before are left out, and what comes after the rest of it.
  [[nodiscard]] bool read_compressed(const std::string& previous) {
    constexpr std::uint64_t max_left_out = 1U << 20;
    std::uint64_t left_out = 0;
    std::size_t at = name_start();
    for (bool goes_on = true; goes_on; ++at) {
      if (at >= bytes_.size() || left_out > max_left_out) {
        return false;
      }
      const auto byte = static_cast<unsigned char>(bytes_[at]);
      goes_on = (byte & 0x80U) != 0;
      left_out = (left_out << 7) + (byte & 0x7FU) + (goes_on ? 1 : 0);  // as offsets in packs are written
    }
    if (left_out > previous.size()) {
      return false;
    }
    name_ = previous.substr(0, previous.size() - left_out);
    return read_until_nul(at);
  }

  std::string_view bytes_;
  std::size_t hash_length_;
  std::size_t at_ = 0;
  std::string name_;
};

/// The folder that git keeps its things in; of a linked working tree or a submodule, .git is a file that names it.
std::string git_folder(const std::string& root) {
  const std::string usual = root + ".git";
  const std::optional<std::string> text = read_small_file(AT_FDCWD, usual.c_str());
  constexpr std::string_view key = "gitdir: ";
  if (!text || !text->starts_with(key)) {
    return usual;
  }
  const std::string_view line = std::string_view{*text}.substr(key.size());
  const std::string_view named = line.substr(0, line.find_first_of("\r\n"));
  return named.starts_with('/') ? std::string{named} : root + std::string{named};
}

}  // namespace

std::optional<tracked_files> tracked_files::read(std::string_view index) {
  for (const std::size_t hash_length : {std::size_t{20}, std::size_t{32}}) {
    if (auto names = index_reader{index, hash_length}.names()) {
      tracked_files out;
      out.names_ = std::move(*names);
      return out;
    }
  }
  return std::nullopt;
}

tracked_files tracked_files::load(const std::string& root) {
  const std::string file = git_folder(root) + "/index";
  const std::optional<std::string> bytes = read_small_file(AT_FDCWD, file.c_str(), 0, max_index_bytes);
  return bytes ? read(*bytes).value_or(tracked_files{}) : tracked_files{};
}

std::span<const std::string> tracked_files::at(std::string_view name) const {
  const auto first = std::ranges::lower_bound(names_, name);
  const auto last = std::find_if_not(first, names_.end(), [name](const std::string& candidate) {
    return name.ends_with('/') ? candidate.starts_with(name) : candidate == name;
  });
  return {first, last};
}

}  // namespace preflight::cli
