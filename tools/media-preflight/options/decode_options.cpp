#include "options/decode_options.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/parse_number.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view group = "Decoding";
constexpr std::array<std::string_view, 2> frame_choices{"all", "keyframes"};

std::uint64_t number_of(std::string_view option, std::string_view text, std::uint64_t most) {
  const std::optional<std::uint64_t> value = parse_number<std::uint64_t>(text);
  if (!value || *value == 0 || *value > most) {
    throw fatal_error{fmt::format("{0} must be a whole number from 1 to {2}, got '{1}'", option, text, most)};
  }
  return *value;
}

/// Bytes: a number, and perhaps K, M or G for the powers of 1,024.
std::uint64_t size_of(std::string_view option, std::string_view text) {
  constexpr std::uint64_t least = 1U << 20;
  constexpr std::string_view units = "KMG";
  const std::size_t unit = text.empty() ? std::string_view::npos : units.find(text.back());
  const unsigned shift = unit == std::string_view::npos ? 0 : 10 * (static_cast<unsigned>(unit) + 1);
  const auto value = parse_number<std::uint64_t>(text.substr(0, text.size() - (shift > 0 ? 1 : 0)));
  if (!value || *value > std::numeric_limits<std::uint64_t>::max() >> shift || *value << shift < least) {
    throw fatal_error{fmt::format("{0} must be a size of at least 1M, such as 512M or 2G, got '{1}'", option, text)};
  }
  return *value << shift;
}

bool is_keyframes(std::string_view text) {
  if (text != frame_choices[0] && text != frame_choices[1]) {
    throw fatal_error{fmt::format("--video-frames: unknown value '{}'{}", text, suggestion(text, frame_choices))};
  }
  return text == frame_choices[1];
}

}  // namespace

void add_decode_options(CLI::App& to, decode_options& request) {
  const std::string in{group};
  to.add_option("--max-pixels", request.max_pixels,
                "Maximum pixels in a picture or frame; more is over budget. Applies at every depth.")
      ->type_name("N")
      ->group(in);
  to.add_option("--max-seconds", request.max_seconds,
                fmt::format("Maximum seconds to decode one file (default: {}).", budget{}.seconds))
      ->type_name("N")
      ->group(in);
  to.add_option("--max-memory", request.max_memory,
                fmt::format("Maximum memory to decode one file (default: {}M).", budget{}.memory >> 20))
      ->type_name("SIZE")
      ->group(in);
  to.add_option("--video-frames", request.video_frames,
                "Video frames to decode: all (default) or keyframes (faster, proves less).")
      ->type_name("WHICH")
      ->group(in);
  to.add_flag("--no-sandbox", request.without_sandbox,
              "Decode even if no sandbox is available. A malicious file can then do anything you can.")
      ->group(in);
}

decode_settings settings_of(const decode_options& request) {
  constexpr std::uint64_t most_seconds = 7 * 24 * 3600;
  decode_settings out;
  if (request.max_pixels) {
    out.ceilings.pixels = number_of("--max-pixels", *request.max_pixels, std::numeric_limits<std::int64_t>::max());
  }
  if (request.max_seconds) {
    out.ceilings.seconds = static_cast<std::uint32_t>(number_of("--max-seconds", *request.max_seconds, most_seconds));
  }
  if (request.max_memory) {
    out.ceilings.memory = size_of("--max-memory", *request.max_memory);
  }
  out.keyframes_only = request.video_frames && is_keyframes(*request.video_frames);
  out.sandboxed = !request.without_sandbox;
  return out;
}

void warn_about_missing_sandbox(const decode_settings& settings, const standard_streams& around) {
  if (!settings.sandboxed) {
    write_message(around.error, "media-preflight: decoding without a sandbox (--no-sandbox)\n");
  }
}

}  // namespace preflight::cli
