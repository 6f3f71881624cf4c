#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scan/file_queue.hpp"

namespace preflight::cli {

/// Some candidates, copied so that they can be looked at while the next ones are found. Keeps their folders open. Its
/// memory is used again for the next ones.
class batch {
 public:
  struct item {
    std::size_t path_at;
    std::size_t path_length;
    std::size_t name_at;
    std::size_t place;
    std::optional<std::uint64_t> size;
    std::optional<failure> problem;
    bool is_explicit;
    bool is_from_cli;
    bool is_input;
  };

  void clear() {
    paths_.clear();
    places_.clear();
    items_.clear();
  }

  void add(const queued_file& one) {
    const shared_folder folder = one.folder != nullptr ? *one.folder : nullptr;
    if (places_.empty() || places_.back().folder != folder || places_.back().how != one.how) {
      places_.push_back({folder, one.how});
    }
    items_.push_back({paths_.size(), one.path.size(), one.name_at, places_.size() - 1, one.size, one.problem,
                      one.is_explicit, one.is_from_cli, one.is_input});
    paths_ += one.path;
    paths_ += '\0';
  }

  /// Folders are counted too, because each of them is an open descriptor.
  [[nodiscard]] bool has_room(std::size_t most_items, std::size_t most_folders) const {
    return items_.size() < most_items && places_.size() < most_folders;
  }

  [[nodiscard]] const std::vector<item>& items() const { return items_; }
  [[nodiscard]] std::string_view path(const item& one) const {
    return std::string_view{paths_}.substr(one.path_at, one.path_length);
  }
  /// What to open in folder(), ending in NUL.
  [[nodiscard]] const char* name(const item& one) const { return paths_.data() + one.path_at + one.name_at; }
  /// nullptr: the working folder.
  [[nodiscard]] const descriptor* folder(const item& one) const { return places_[one.place].folder.get(); }
  [[nodiscard]] const policy& how(const item& one) const { return *places_[one.place].how; }

 private:
  struct place {
    shared_folder folder;
    const policy* how;
  };
  std::string paths_;
  std::vector<place> places_;
  std::vector<item> items_;
};

}  // namespace preflight::cli
