#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "files/descriptor.hpp"

namespace preflight::cli {

/// Which file a name leads to. Of one that is not there yet: which folder it will be in, and what it will be called.
struct file_identity {
  dev_t device = 0;
  ino_t number = 0;
  std::string name_in_folder;

  [[nodiscard]] bool operator==(const file_identity&) const = default;
};

/// Of the regular file a path leads to, or would lead to once it is made; nothing where it leads to something else.
[[nodiscard]] std::optional<file_identity> identity_at(const std::string& path);

/// What --output and the like name. A file appears by a rename, once it is whole: what stood under its name stays until
/// then, and stays for good where the run fails or a signal ends it. A symbolic link is replaced, never followed. What
/// is not a regular file, and the program's own descriptors (/dev/stdout), are written as they are.
class output_file {
 public:
  /// Throws fatal_error, naming the option.
  explicit output_file(const std::string& path, std::string_view option = "--output");
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;
  ~output_file();

  [[nodiscard]] int number() const { return file_.number(); }
  [[nodiscard]] const file_identity& identity() const { return identity_; }

  /// Whether a regular file of that name is there already.
  [[nodiscard]] bool replaces() const { return replaces_; }

  /// Whether it is still to get its name.
  [[nodiscard]] bool is_unfinished() const { return is_unfinished_; }

  /// Waits until the bytes are stored: where there is no room for them, some file systems only say so then. Throws
  /// fatal_error.
  void store() const;

  /// Stores it and gives the file its name. Throws fatal_error.
  void finish();

 private:
  [[nodiscard]] bool open_as_it_is();
  void create_temporary();
  void require_replaceable(const struct stat& before) const;
  [[nodiscard]] bool link_as(const std::string& name) const;
  void choose_name();
  void forget_name();
  void discard();
  [[noreturn]] void refuse(int error) const;
  [[noreturn]] void refuse(std::string_view reason) const;

  std::string path_;
  std::string option_;
  std::string named_;           ///< what it is called until it has its own name, if anything
  bool is_unfinished_ = false;  ///< false also where it is written as it is
  bool replaces_ = false;
  descriptor file_;
  file_identity identity_;
};

}  // namespace preflight::cli
