#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <span>

#include <preflight/input/result.hpp>

namespace preflight {

/// Where bytes come from. read() fills `buffer` from `offset` on and says how many bytes it got; fewer than asked for
/// means that the file ended there.
template <class S>
concept source = requires(S s, std::uint64_t offset, std::span<unsigned char> buffer) {
  { s.size() } -> std::convertible_to<std::uint64_t>;
  { s.read(offset, buffer) } -> std::same_as<result<std::size_t>>;
};

class memory_source {
 public:
  constexpr explicit memory_source(std::span<const unsigned char> bytes) : bytes_{bytes} {}
  [[nodiscard]] constexpr std::uint64_t size() const { return bytes_.size(); }
  constexpr result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) const {
    const auto first = static_cast<std::size_t>(std::min<std::uint64_t>(offset, bytes_.size()));
    const std::size_t count = std::min(buffer.size(), bytes_.size() - first);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(first), count, buffer.begin());
    return count;
  }

 private:
  std::span<const unsigned char> bytes_;
};

/// A seekable std::istream, such as an std::ifstream opened in binary mode. Not owned. One that did not open or cannot
/// seek is unreadable, not empty.
class stream_source {
 public:
  explicit stream_source(std::istream& stream) : stream_{&stream} {
    stream_->seekg(0, std::ios::end);
    const std::streamoff end = stream_->tellg();
    is_seekable_ = end >= 0;
    size_ = is_seekable_ ? static_cast<std::uint64_t>(end) : 1;  // not 0, so that read() is asked, and can say why
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) {
    if (!is_seekable_) {
      return failure{failure_code::unreadable, "the stream is not open or cannot seek", 0};
    }
    stream_->clear();
    stream_->seekg(static_cast<std::streamoff>(offset));
    stream_->read(reinterpret_cast<char*>(buffer.data()), static_cast<std::streamsize>(buffer.size()));
    if (stream_->bad()) {
      return failure{failure_code::unreadable, "the stream reports an error while reading", offset};
    }
    return static_cast<std::size_t>(stream_->gcount());
  }

 private:
  std::istream* stream_;
  std::uint64_t size_ = 0;
  bool is_seekable_ = false;
};

}  // namespace preflight
