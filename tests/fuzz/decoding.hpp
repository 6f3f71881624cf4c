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
struct handed_out {
  input file;
  std::size_t piece = SIZE_MAX;

  static std::ptrdiff_t read(void* self, std::uint64_t offset, std::span<unsigned char> into) {
    const handed_out& from = *static_cast<const handed_out*>(self);
    const input rest = from.file.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(offset, from.file.size())));
    const input now = rest.first(std::min({rest.size(), into.size(), from.piece}));
    std::copy(now.begin(), now.end(), into.begin());
    return static_cast<std::ptrdiff_t>(now.size());
  }
};

/// Ceilings low enough for many tries a second.
inline constexpr preflight::budget small_budget{
    .pixels = 1U << 20, .frames = 200, .scans = 20, .animation_pixels = 1U << 22, .memory = 16U << 20, .seconds = 2};

template <preflight::decoder D>
[[nodiscard]] decode_result decode(input file, std::size_t piece, const preflight::facts& known) {
  handed_out from{file, piece};
  preflight::decode_job job;
  job.file = {&from, handed_out::read, file.size()};
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
  const std::string_view words = out.message.text();
  promise(words.empty() == (out.outcome == decode_outcome::decoded), "an outcome without words, or words without one");
  promise(std::all_of(words.begin(), words.end(), [](char c) { return c >= ' ' && c <= '~'; }),
          "words that are not printable ASCII");
  promise(out.outcome != decode_outcome::crashed, "a decoder in this process says that it crashed");
  promise(out.outcome != decode_outcome::decoded ||
              ((out.frames > 0 || out.packets > 0) && out.frames <= small_budget.frames),
          "decoded, and nothing or too much of it");
  std::mt19937 random = choices(file);
  const decode_result again = decode<D>(file, 1 + random() % 64, known);
  const auto result = [](const decode_result& of) {
    const bool decoded = of.outcome == decode_outcome::decoded;
    return std::tuple{decoded, decoded ? of.size : preflight::extent{}, decoded ? of.frames : 0};
  };
  promise(result(out) == result(again) || took_too_long(out) || took_too_long(again),
          "decoded in one piece and not in many, or the other way round, or to something else");
}

}  // namespace fuzz
