#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace preflight::cli {

enum class entry_kind : std::uint8_t { regular, folder, link, unknown, other };

/// The entries of one folder, sorted by the bytes of their names. Its memory is kept for the next folder.
class directory_listing {
 public:
  struct entry {
    std::uint64_t head;  ///< first bytes of the name, big-endian: decides most comparisons without touching the name
    std::uint32_t name_at;
    std::uint16_t length;
    entry_kind kind;
  };

  /// Everything but "." and "..". Returns 0, or the errno value of what went wrong. `buffer` is for the system's
  /// answer.
  int read(int folder, std::span<char> buffer);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] entry_kind kind(std::size_t index) const { return entries_[index].kind; }
  /// Followed by a NUL.
  [[nodiscard]] std::string_view name(std::size_t index) const { return name(entries_[index]); }
  [[nodiscard]] bool contains(std::string_view key) const;

 private:
  void add(std::string_view name, entry_kind kind);
  [[nodiscard]] std::string_view name(const entry& e) const {
    return std::string_view{names_}.substr(e.name_at, e.length);
  }

  std::string names_;
  std::vector<entry> entries_;
};

}  // namespace preflight::cli
