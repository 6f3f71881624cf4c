#include "options/decode_options.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/option_group.hpp"
#include "options/parse_number.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::array<std::string_view, 2> frame_choices{"all", "keyframes"};

std::uint64_t parse_count(std::string_view option, std::string_view text, std::uint64_t max) {
  const std::optional<std::uint64_t> value = parse_number<std::uint64_t>(text);
  if (!value || *value == 0 || *value > max) {
    throw fatal_error{fmt::format("{0} must be a whole number from 1 to {2}, got '{1}'", option, text, max)};
  }
  return *value;
}

/// Bytes: a number, and perhaps K, M or G for the powers of 1,024.
std::uint64_t parse_size(std::string_view option, std::string_view text) {
  constexpr std::uint64_t min = 1U << 20;
  constexpr std::string_view units = "KMG";
  const std::size_t unit = text.empty() ? std::string_view::npos : units.find(text.back());
  const unsigned shift = unit == std::string_view::npos ? 0 : 10 * (static_cast<unsigned>(unit) + 1);
  const auto value = parse_number<std::uint64_t>(text.substr(0, text.size() - (shift > 0 ? 1 : 0)));
  if (!value || *value > std::numeric_limits<std::uint64_t>::max() >> shift || *value << shift < min) {
    throw fatal_error{fmt::format("{0} must be a size of at least 1M, such as 512M or 2G, got '{1}'", option, text)};
  }
  return *value << shift;
}

bool is_keyframes(const std::string& text) {
  if (text != frame_choices[0] && text != frame_choices[1]) {
    throw fatal_error{fmt::format("--video-frames: unknown value '{}'{}", text, suggestion(text, frame_choices))};
  }
  return text == frame_choices[1];
}

}  // namespace

void add_decode_options(command_line& command, decode_settings& settings) {
  constexpr std::uint64_t max_seconds = 7 * 24 * 3600;
  budget& ceilings = settings.ceilings;
  option_group decoding{command, "Decoding"};
  decoding.parsed(
      "--max-pixels", "N", ceilings.pixels,
      [](const std::string& text) {
        return parse_count("--max-pixels", text, std::numeric_limits<std::int64_t>::max());
      },
      fmt::format("Maximum pixels in a picture or frame, at every depth (default: {}).", budget{}.pixels));
  decoding.parsed(
      "--max-seconds", "N", ceilings.seconds,
      [](const std::string& text) {
        return static_cast<std::uint32_t>(parse_count("--max-seconds", text, max_seconds));
      },
      fmt::format("Maximum seconds for reading one file, and again for decoding it (default: {}).", budget{}.seconds));
  decoding.parsed(
      "--max-memory", "SIZE", ceilings.memory, [](const std::string& text) { return parse_size("--max-memory", text); },
      fmt::format("Maximum memory to decode one file (default: {}M).", budget{}.memory >> 20));
  decoding
      .parsed("--video-frames", "WHICH", settings.keyframes_only, &is_keyframes,
              "Video frames to decode: all (default) or keyframes (faster, proves less).")
      .choices.assign(frame_choices.begin(), frame_choices.end());
  decoding.flag("--sandbox", settings.sandboxed,
                "--no-sandbox decodes without a sandbox; a malicious file can then do anything you can.");
}

void warn_about_missing_sandbox(const decode_settings& settings, const standard_streams& streams) {
  if (!settings.sandboxed) {
    write_message(streams.error, "media-preflight: decoding without a sandbox (--no-sandbox)\n");
  }
}

}  // namespace preflight::cli
