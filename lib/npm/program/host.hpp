#pragma once

#include <cstdint>
#include <string>

/// What bin/host.js does for the program. Below 0 is an error, by its number in errno.
namespace preflight::npm {

#define IMPORT(name) __attribute__((import_module("host"), import_name(#name)))

/// Numbers that the host gives for a file.
struct host_status {
  double device;
  double number;
  double mode;
  double owner;
  double size;
  double special_device;  ///< of a device, which one it is
};

extern "C" {
IMPORT(open) int host_open(int folder, const char* path, std::uint32_t length, int flags);
IMPORT(close) int host_close(int number);
/// From `offset` on, or from where the last one ended if it is below 0.
IMPORT(read) int host_read(int number, void* buffer, std::uint32_t size, double offset);
IMPORT(write) int host_write(int number, const void* bytes, std::uint32_t size);
IMPORT(stat) int host_stat(int folder, const char* path, std::uint32_t length, bool follows_links, host_status* out);
IMPORT(fstat) int host_fstat(int number, host_status* out);
IMPORT(duplicate) int host_duplicate(int number);
IMPORT(fsync) int host_fsync(int number);
IMPORT(truncate) int host_truncate(int number, double size);
IMPORT(chmod) int host_chmod(int number, int mode);
IMPORT(rename)
int host_rename(const char* source, std::uint32_t source_length, const char* target, std::uint32_t target_length);
IMPORT(unlink) int host_unlink(const char* path, std::uint32_t length);
IMPORT(access) int host_access(const char* path, std::uint32_t length, int mode);
IMPORT(is_terminal) bool host_is_terminal(int number);
IMPORT(columns) int host_columns(int number);
IMPORT(user) int host_user();
IMPORT(seconds) double host_seconds();

// Those that answer with a text say how long it is; host_take() then copies it.
/// An entry after the other: its kind, its name and NUL.
IMPORT(list) int host_list(int folder);
IMPORT(realpath) int host_realpath(const char* path, std::uint32_t length);
IMPORT(variable) int host_variable(const char* name, std::uint32_t length);
IMPORT(argument) int host_argument(int place);
IMPORT(take) void host_take(void* target);

/// Ends the run.
[[noreturn]] IMPORT(exit) void host_exit(int status);
}

#undef IMPORT

/// The text of that length which the host holds.
inline std::string take_text(int length) {
  std::string text(length > 0 ? static_cast<std::size_t>(length) : 0, '\0');
  if (!text.empty()) {
    host_take(text.data());
  }
  return text;
}

}  // namespace preflight::npm
