#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace preflight::cli {

/// Paths somebody asked for, as bytes only, those of a folder once: a list of a million of them is some tens of
/// megabytes.
class path_list {
 public:
  /// Named on the command line, or in a --files-from list, or standard input under the name it is shown by; or changed,
  /// as git says, in a folder that somebody named.
  enum class origin : std::uint8_t { argument, list, input, change };

  void add(std::string_view path, origin source);

  /// Brings the paths into the order of output and drops the second of two equal ones, but never standard input.
  void sort();

  [[nodiscard]] bool empty() const { return places_.empty(); }
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  /// All up to the last slash, with it; empty where there is none.
  [[nodiscard]] std::string_view folder(std::size_t index) const { return folders_[places_[index].folder].path; }
  /// What stands after folder().
  [[nodiscard]] std::string_view name(std::size_t index) const { return name_of(places_[index]); }
  [[nodiscard]] origin source(std::size_t index) const { return places_[index].source; }
  /// Neither is the last, and they have the same folder().
  [[nodiscard]] bool is_beside_next(std::size_t index) const {
    return index + 1 < size() && places_[index].folder == places_[index + 1].folder;
  }

 private:
  struct ranked_folder {
    std::string path;
    std::uint32_t rank;  ///< among all folders, in the order of output
    std::uint32_t end;   ///< the rank after those of the folders inside this one
  };
  struct place {
    std::uint32_t name_at;
    std::uint32_t name_length;
    std::uint32_t folder;
    origin source;
  };

  [[nodiscard]] std::string_view name_of(const place& p) const {
    return std::string_view{names_}.substr(p.name_at, p.name_length);
  }
  [[nodiscard]] std::uint32_t find_or_add_folder(std::string_view path);
  void rank_folders();
  [[nodiscard]] std::strong_ordering compare(const place& a, const place& b) const;

  std::string path_;  ///< being added
  std::string names_;
  std::vector<place> places_;
  std::deque<ranked_folder> folders_;
  std::unordered_map<std::string_view, std::uint32_t> folder_numbers_;  ///< of a folder, by its path in folders_
};

/// Reads a list of paths until its end: one a line (a carriage return before the line feed is dropped, and so is a byte
/// order mark in front), or separated by NUL bytes. Empty entries are skipped. `name` is for messages. Throws
/// fatal_error.
void read_path_list(int descriptor, bool nul_separated, std::string_view name, path_list& paths);

}  // namespace preflight::cli
