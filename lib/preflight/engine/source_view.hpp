#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/input/result.hpp>
#include <preflight/input/source.hpp>

namespace preflight::engine {

/// Any source, which must outlive it; a source itself, of a type that compiled code can name.
class source_view {
 public:
  template <source S>
  requires(!std::same_as<S, source_view>) explicit source_view(S& source)
      : object_{&source},
        size_{source.size()},
        read_{[](void* object, std::uint64_t offset, std::span<unsigned char> into) {
          return static_cast<S*>(object)->read(offset, into);
        }} {}

  [[nodiscard]] std::uint64_t size() const { return size_; }
  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> into) const {
    return read_(object_, offset, into);
  }

 private:
  void* object_;
  std::uint64_t size_;
  result<std::size_t> (*read_)(void* object, std::uint64_t offset, std::span<unsigned char> into);
};

}  // namespace preflight::engine
