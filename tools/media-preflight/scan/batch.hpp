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
    staged_blobs* staged;
    std::size_t object_at;
  };

  void clear() {
    paths_.clear();
    places_.clear();
    items_.clear();
  }

  void add(const queued_file& file) {
    const shared_folder folder = file.folder != nullptr ? *file.folder : nullptr;
    if (places_.empty() || places_.back().folder != folder || places_.back().policy != file.policy) {
      places_.push_back({folder, file.policy});
    }
    items_.push_back({paths_.size(), file.path.size(), file.name_at, places_.size() - 1, file.size, file.problem,
                      file.is_explicit, file.is_from_cli, file.is_input, file.staged,
                      paths_.size() + file.path.size() + 1});
    paths_ += file.path;
    paths_ += '\0';
    if (file.staged != nullptr) {
      paths_ += file.object;
      paths_ += '\0';
    }
  }

  /// Folders are counted too, because each of them is an open descriptor.
  [[nodiscard]] bool has_room(std::size_t max_items, std::size_t max_folders) const {
    return items_.size() < max_items && places_.size() < max_folders;
  }

  [[nodiscard]] const std::vector<item>& items() const { return items_; }
  [[nodiscard]] std::string_view path(const item& entry) const {
    return std::string_view{paths_}.substr(entry.path_at, entry.path_length);
  }
  /// What to open in folder(), ending in NUL.
  [[nodiscard]] const char* name(const item& entry) const { return paths_.data() + entry.path_at + entry.name_at; }
  /// Of a staged file: the id of its blob, ending in NUL.
  [[nodiscard]] const char* object(const item& entry) const { return paths_.data() + entry.object_at; }
  /// nullptr: the working folder.
  [[nodiscard]] const descriptor* folder(const item& entry) const { return places_[entry.place].folder.get(); }
  [[nodiscard]] const cli::policy& policy(const item& entry) const { return *places_[entry.place].policy; }

 private:
  struct place {
    shared_folder folder;
    const cli::policy* policy;
  };
  std::string paths_;
  std::vector<place> places_;
  std::vector<item> items_;
};

}  // namespace preflight::cli
