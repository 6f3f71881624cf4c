#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include <preflight/facts.hpp>
#include <preflight/sniff/sniff_session.hpp>

namespace preflight {

/// What whoever pushes bytes does next.
enum class stream_action : std::uint8_t {
  more,  ///< push what follows
  skip,  ///< push from another offset on: further ahead or, in a video with large sample tables, further back
  stop   ///< nothing more is needed
};
struct stream_request {
  stream_action action = stream_action::stop;
  std::uint64_t offset = 0;  ///< of the byte that is pushed next
  std::uint64_t length = 0;  ///< of what is needed from there on; fewer bytes and more may be pushed
  [[nodiscard]] constexpr bool is_done() const { return action == stream_action::stop; }
};

/// A file whose bytes are pushed as they arrive, in pieces of any size. Keeps one window of them, and feeds a
/// sniff_session exactly what it requests, so that the facts are those of probe(), and bytes_read() too.
class sniff_stream {
 public:
  explicit sniff_stream(std::uint64_t file_size, preflight::depth depth = preflight::depth::structure,
                        const budget& ceilings = {})
      : session_{file_size, depth, ceilings}, request_{session_.first()} {}

  /// Of the byte that comes first: as push() says.
  [[nodiscard]] stream_request next() const {
    if (request_.is_done()) {
      return {};
    }
    const std::uint64_t offset = kept().covers(request_.offset, 0) ? kept().end() : request_.offset;
    const stream_action action = offset == position_ ? stream_action::more : stream_action::skip;
    return {action, offset, request_.offset + request_.length - offset};
  }

  /// The bytes must begin where next(), or the push before, said.
  stream_request push(std::span<const unsigned char> bytes) {
    const byte_view pushed{bytes, next().offset};
    while (!request_.is_done()) {
      if (pushed.covers(request_.offset, request_.length)) {
        feed(pushed);
      } else if (kept().covers(request_.offset, request_.length)) {
        feed(kept());
      } else if (!keep(bytes, pushed.offset())) {
        break;
      }
    }
    position_ = pushed.end();
    return next();
  }

  [[nodiscard]] const preflight::facts& facts() const { return session_.facts(); }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  [[nodiscard]] byte_view kept() const { return byte_view{std::span{window_}.first(kept_size_), kept_offset_}; }

  void feed(byte_view bytes) {
    bytes_read_ += request_.length;
    request_ = session_.feed(bytes.part(request_.offset, request_.length));
  }

  /// Puts what is here of the request into the window. False where that is not all of it.
  bool keep(std::span<const unsigned char> bytes, std::uint64_t offset) {
    const std::uint64_t kept_end = kept().end();
    const bool is_continued = kept().covers(request_.offset, 0) && kept_end >= offset;
    const std::size_t passed = is_continued ? static_cast<std::size_t>(request_.offset - kept_offset_) : kept_size_;
    std::memmove(window_.data(), window_.data() + passed, kept_size_ - passed);
    kept_size_ -= passed;
    kept_offset_ = request_.offset;
    const std::uint64_t start = kept_offset_ + kept_size_;
    if (start < offset || start - offset >= bytes.size()) {
      return false;
    }
    const std::span<const unsigned char> rest = bytes.subspan(static_cast<std::size_t>(start - offset));
    const std::size_t count = std::min<std::size_t>(rest.size(), request_.length - kept_size_);
    std::copy_n(rest.begin(), count, window_.begin() + static_cast<std::ptrdiff_t>(kept_size_));
    kept_size_ += count;
    return kept_size_ == request_.length;
  }

  sniff_session session_;
  read_request request_;
  std::uint64_t position_ = 0;  // after what was pushed
  std::uint64_t bytes_read_ = 0;
  std::uint64_t kept_offset_ = 0;
  std::size_t kept_size_ = 0;
  std::array<unsigned char, window_size> window_;  // left uninitialised on purpose: kept() shows what was written
};

}  // namespace preflight
