#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>

#include <preflight/decode/decode_result.hpp>
#include <preflight/facts.hpp>
#include <preflight/input/budget.hpp>

namespace preflight {

/// The bytes of one file as C libraries want them: a function and its context. read() returns how many bytes it put
/// into `buffer`, 0 at the end of the file, -1 on an error.
struct byte_reader {
  void* context = nullptr;
  std::ptrdiff_t (*read)(void* context, std::uint64_t offset, std::span<unsigned char> buffer) = nullptr;
  std::uint64_t size = 0;
};

/// Options of a decoder.
struct decode_job {
  byte_reader file;
  budget ceilings{};
  bool keyframes_only = false;  ///< video: demux every packet, decode only those that start a group of pictures
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();

  [[nodiscard]] bool late() const { return std::chrono::steady_clock::now() > deadline; }
};

/// A decoder runs a whole file through the usual codec, in memory that does not grow with the picture, and reports the
/// outcome. It never throws, prints or opens anything.
template <class D>
concept decoder = requires(const decode_job& job, const facts& f, decode_result& out) {
  { D::formats } -> std::convertible_to<std::span<const format>>;
  { D::decode(job, f, out) } -> std::same_as<void>;
};

template <decoder... D>
struct decoder_list {
  /// True if one of them decodes this format.
  [[nodiscard]] static constexpr bool takes(format candidate) { return (decodes_format<D>(candidate) || ...); }

  /// False, with `out` unchanged, if none of them decodes this format.
  static bool decode(const decode_job& job, const facts& f, decode_result& out) {
    return ((decodes_format<D>(f.format) && (D::decode(job, f, out), true)) || ...);
  }

 private:
  template <decoder Decoder>
  static constexpr bool decodes_format(format candidate) {
    return std::ranges::find(Decoder::formats, candidate) != std::ranges::end(Decoder::formats);
  }
};

}  // namespace preflight
