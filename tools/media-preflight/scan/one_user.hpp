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

/// What a run with --one-user remembers: how many files were accepted, and the content of each. Files must be shown to
/// it in the order of output.
class one_user {
 public:
  /// What stands for the bytes of a file: 128 bits, not proof against somebody who wants two files to look the same.
  using mark = std::array<std::uint64_t, 2>;

  /// The earlier file with the same bytes; empty where there is none. Remembers this one.
  template <source S>
  [[nodiscard]] std::string_view same_bytes_as(S& from, std::string_view path, bool can_be_opened_again,
                                               std::span<unsigned char> window) {
    std::vector<seen_file>& same_size = seen_[from.size()];
    seen_file mine{std::string{path}, std::nullopt};
    if (!same_size.empty() || !can_be_opened_again) {
      mine.content = mark_of(from, window);
    }
    for (seen_file& earlier : same_size) {
      if (!earlier.content) {
        earlier.content = mark_of_file(earlier.path, window);
      }
      if (mine.content && earlier.content == mine.content) {
        return earlier.path;
      }
    }
    same_size.push_back(std::move(mine));
    return {};
  }

  [[nodiscard]] std::uint32_t accepted() const { return accepted_; }
  void accept() { ++accepted_; }

 private:
  struct seen_file {
    std::string path;
    std::optional<mark> content;
  };

  template <source S>
  [[nodiscard]] static std::optional<mark> mark_of(S& from, std::span<unsigned char> window) {
    mark sum{0x9E3779B97F4A7C15U, 0xC2B2AE3D27D4EB4FU};
    for (std::uint64_t offset = 0; offset < from.size();) {
      const result<std::size_t> got = from.read(offset, window);
      if (!got || *got == 0) {
        return std::nullopt;
      }
      stir(sum, window.first(*got));
      offset += *got;
    }
    return sum;
  }
  [[nodiscard]] static std::optional<mark> mark_of_file(const std::string& path, std::span<unsigned char> window);
  static void stir(mark& sum, std::span<const unsigned char> bytes);

  std::unordered_map<std::uint64_t, std::vector<seen_file>> seen_;
  std::uint32_t accepted_ = 0;
};

}  // namespace preflight::cli
