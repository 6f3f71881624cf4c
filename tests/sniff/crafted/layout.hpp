#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include <preflight/input/result.hpp>

#include "sniff/crafted/bytes.hpp"

namespace crafted {

struct piece {
  std::uint64_t offset = 0;
  bytes data;
};

/// A file of any size: pieces in rising order, zeros between and after them.
struct layout {
  std::uint64_t size = 0;
  std::vector<piece> pieces;

  layout() = default;
  layout(bytes whole) : size{whole.size()} { pieces.push_back({0, std::move(whole)}); }

  layout& append(bytes more) {
    const std::uint64_t at = size;
    size += more.size();
    pieces.push_back({at, std::move(more)});
    return *this;
  }
  layout& append_zeros(std::uint64_t count) {
    size += count;
    return *this;
  }

  /// All of it in memory; for files that are small.
  [[nodiscard]] bytes whole() const {
    if (size > (64U << 20)) {
      throw std::logic_error{"too large to be held in memory"};
    }
    bytes all;
    all.resize(static_cast<std::size_t>(size));
    for (const piece& part : pieces) {
      std::copy(part.data.begin(), part.data.end(), all.begin() + static_cast<std::ptrdiff_t>(part.offset));
    }
    return all;
  }
};

/// Reads a layout as preflight::source asks for it, and remembers what was read. A read that does not lie in the file
/// throws: nothing may ask for it.
class layout_source {
 public:
  explicit layout_source(const layout& file) : file_{&file} {}

  [[nodiscard]] std::uint64_t size() const { return file_->size; }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

  preflight::result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) {
    if (buffer.empty() || offset > file_->size || buffer.size() > file_->size - offset) {
      throw std::logic_error{"a read of nothing, or past the end of the file"};
    }
    std::fill(buffer.begin(), buffer.end(), static_cast<unsigned char>(0));
    for (const piece& part : file_->pieces) {
      const std::uint64_t first = std::max(offset, part.offset);
      const std::uint64_t last = std::min(offset + buffer.size(), part.offset + part.data.size());
      if (first < last) {
        std::copy(part.data.begin() + static_cast<std::ptrdiff_t>(first - part.offset),
                  part.data.begin() + static_cast<std::ptrdiff_t>(last - part.offset),
                  buffer.begin() + static_cast<std::ptrdiff_t>(first - offset));
      }
    }
    bytes_read_ += buffer.size();
    return buffer.size();
  }

 private:
  const layout* file_;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace crafted
