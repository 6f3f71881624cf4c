#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/input/result.hpp>

#include "git/git_process.hpp"

namespace preflight::cli {

class object_store;

/// One blob as a source; nothing of it is kept: bytes are taken as git gives them, and where the reading goes back,
/// git starts again. Nothing else can read from its store meanwhile.
class object_stream {
 public:
  [[nodiscard]] std::uint64_t size() const { return size_; }
  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer);

  object_stream(const object_stream&) = delete;
  object_stream(object_stream&&) = default;
  object_stream& operator=(const object_stream&) = delete;
  object_stream& operator=(object_stream&&) = delete;
  ~object_stream();

 private:
  friend class object_store;
  object_stream(object_store& store, std::string_view id, std::unique_lock<std::mutex> lock)
      : store_{&store}, id_{id}, lock_{std::move(lock)} {}

  object_store* store_;
  std::string id_;
  std::unique_lock<std::mutex> lock_;
  std::uint64_t size_ = 0;
};

/// The blobs of a repository, through one git cat-file --batch, which is started when it is first needed.
class object_store {
 public:
  /// Throws fatal_error where git cannot be started. A blob that git does not have or cannot read is a failure.
  [[nodiscard]] result<object_stream> open(std::string_view id);

 private:
  friend class object_stream;
  [[nodiscard]] std::optional<failure> begin(std::string_view id);
  [[nodiscard]] std::size_t take(std::span<unsigned char> buffer);
  [[nodiscard]] std::optional<std::string> take_line();
  [[nodiscard]] bool refill();
  void end_object();
  void end_process();

  std::mutex mutex_;
  std::unique_ptr<git_process> git_;
  std::vector<char> buffer_;
  std::size_t start_ = 0;  ///< of what was not taken yet in buffer_
  std::size_t end_ = 0;
  std::uint64_t size_ = 0;      ///< of the object that is being read
  std::uint64_t position_ = 0;  ///< in it
  bool is_reading_ = false;
};

}  // namespace preflight::cli
