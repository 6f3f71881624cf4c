#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <preflight/input/source.hpp>
#include <preflight/rule.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::cli {

/// What a run with --one-user remembers: how many files there are but for those that fail by themselves,
/// and the content of each. Files must be shown to
/// it in the order of output.
class one_user {
 public:
  /// What stands for the bytes of a file: 128 bits, not proof against somebody who wants two files to look the same.
  using digest = std::array<std::uint64_t, 2>;

  /// The earlier file with the same bytes; empty where there is none. Remembers this one.
  template <source S>
  [[nodiscard]] std::string_view same_bytes_as(S& source, std::string_view path, bool can_be_opened_again,
                                               std::span<unsigned char> window) {
    std::vector<seen_file>& same_size = seen_[source.size()];
    seen_file added{std::string{path}, std::nullopt};
    if (!same_size.empty() || !can_be_opened_again) {
      added.content = digest_source(source, window);
    }
    for (seen_file& earlier : same_size) {
      if (!earlier.content) {
        earlier.content = digest_file(earlier.path, window);
      }
      if (added.content && earlier.content == added.content) {
        return earlier.path;
      }
    }
    same_size.push_back(std::move(added));
    return {};
  }

  [[nodiscard]] std::uint32_t counted() const { return counted_; }
  void count_file() { ++counted_; }

 private:
  struct seen_file {
    std::string path;
    std::optional<digest> content;
  };

  template <source S>
  [[nodiscard]] static std::optional<digest> digest_source(S& source, std::span<unsigned char> window) {
    digest sum{0x9E3779B97F4A7C15U, 0xC2B2AE3D27D4EB4FU};
    for (std::uint64_t offset = 0; offset < source.size();) {
      const result<std::size_t> length = source.read(offset, window);
      if (!length || *length == 0) {
        return std::nullopt;
      }
      update(sum, window.first(*length));
      offset += *length;
    }
    return sum;
  }
  [[nodiscard]] static std::optional<digest> digest_file(const std::string& path, std::span<unsigned char> window);
  static void update(digest& sum, std::span<const unsigned char> bytes);

  std::unordered_map<std::uint64_t, std::vector<seen_file>> seen_;
  std::uint32_t counted_ = 0;
};

}  // namespace preflight::cli
