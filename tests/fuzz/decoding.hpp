#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string_view>
#include <tuple>

#include <preflight/decode/decoder.hpp>
#include <preflight/sniff/probe.hpp>

#include "fuzz/target.hpp"

namespace fuzz {

using preflight::decode_outcome;
using preflight::decode_result;

/// A file in memory that is handed out in pieces.
struct chunked_input {
  input file;
  std::size_t piece = SIZE_MAX;

  static std::ptrdiff_t read(void* self, std::uint64_t offset, std::span<unsigned char> buffer) {
    const chunked_input& input_file = *static_cast<const chunked_input*>(self);
    const input rest =
        input_file.file.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(offset, input_file.file.size())));
    const input now = rest.first(std::min({rest.size(), buffer.size(), input_file.piece}));
    std::copy(now.begin(), now.end(), buffer.begin());
    return static_cast<std::ptrdiff_t>(now.size());
  }
};

/// Ceilings low enough for many tries a second.
inline constexpr preflight::budget small_budget{
    .pixels = 1U << 20, .frames = 200, .scans = 20, .animation_pixels = 1U << 22, .memory = 16U << 20, .seconds = 2};

template <preflight::decoder D>
[[nodiscard]] decode_result decode(input file, std::size_t piece, const preflight::facts& known) {
  chunked_input chunks{file, piece};
  preflight::decode_job job;
  job.file = {&chunks, chunked_input::read, file.size()};
  job.ceilings = small_budget;
  decode_result out;
  D::decode(job, known, out);
  return out;
}

[[nodiscard]] inline bool took_too_long(const decode_result& out) {
  return out.message.text().find("takes too long") != std::string_view::npos;
}

/// Any bytes end in an outcome with words for it, within the ceilings. Whatever pieces they are read in, it is decoded
/// or it is not; why not may differ: libjpeg then sees the errors of a file in another order.
template <preflight::decoder D>
void decode_anything(input file) {
  const preflight::facts known = preflight::sniff(file, preflight::depth::structure, small_budget);
  const decode_result out = decode<D>(file, SIZE_MAX, known);
  const std::string_view message = out.message.text();
  promise(message.empty() == (out.outcome == decode_outcome::decoded),
          "an outcome without words, or words without one");
  promise(std::all_of(message.begin(), message.end(), [](char c) { return c >= ' ' && c <= '~'; }),
          "words that are not printable ASCII");
  promise(out.outcome != decode_outcome::crashed, "a decoder in this process says that it crashed");
  promise(out.outcome != decode_outcome::decoded ||
              ((out.frames > 0 || out.packets > 0) && out.frames <= small_budget.frames),
          "decoded, and nothing or too much of it");
  std::mt19937 random = choices(file);
  const decode_result again = decode<D>(file, 1 + random() % 64, known);
  const auto result = [](const decode_result& decoded_file) {
    const bool decoded = decoded_file.outcome == decode_outcome::decoded;
    return std::tuple{decoded, decoded ? decoded_file.size : preflight::extent{}, decoded ? decoded_file.frames : 0};
  };
  promise(result(out) == result(again) || took_too_long(out) || took_too_long(again),
          "decoded in one piece and not in many, or the other way round, or to something else");
}

}  // namespace fuzz
