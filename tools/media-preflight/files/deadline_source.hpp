#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/input/result.hpp>
#include <preflight/input/source.hpp>

namespace preflight::cli {

/// A source that gives nothing more after some time. The other one is not owned.
template <source S>
class deadline_source {
 public:
  using clock = std::chrono::steady_clock;

  deadline_source(S& source, std::chrono::seconds time) : source_{&source}, deadline_{clock::now() + time} {}

  [[nodiscard]] std::uint64_t size() const { return source_->size(); }
  [[nodiscard]] bool is_over() const { return is_over_; }

  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) {
    is_over_ = is_over_ || clock::now() >= deadline_;
    return is_over_ ? failure{failure_code::unreadable, "reading takes too long", offset}
                    : source_->read(offset, buffer);
  }

 private:
  S* source_;
  clock::time_point deadline_;
  bool is_over_ = false;
};

}  // namespace preflight::cli
