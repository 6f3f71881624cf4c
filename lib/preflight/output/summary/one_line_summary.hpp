#pragma once

#include <cstdint>

#include <preflight/facts.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/text/inline_string.hpp>

/// Facts in words, as short as they can be said.
namespace preflight {

/// "512 bytes", "240 KiB", "2.1 MiB"
template <std::size_t N>
constexpr void say_size(std::uint64_t bytes, inline_string<N>& out) {
  constexpr std::uint64_t kibibyte = 1024;
  constexpr std::uint64_t mebibyte = kibibyte * 1024;
  if (bytes < kibibyte) {
    out << bytes << (bytes == 1 ? " byte" : " bytes");
  } else if (bytes < mebibyte) {
    out << (bytes + kibibyte / 2) / kibibyte << " KiB";
  } else {
    const std::uint64_t tenths = bytes / mebibyte * 10 + bytes % mebibyte * 10 / mebibyte;
    out << digit_grouping{tenths / 10} << "." << tenths % 10 << " MiB";
  }
}

/// "12.5 s", "3:05 min", "1:02:03 h"
template <std::size_t N>
constexpr void say_duration(std::uint64_t duration, std::uint32_t timescale, inline_string<N>& out) {
  const std::uint64_t seconds = duration / timescale;
  const auto two_digits = [&](std::uint64_t value) { out << (value < 10 ? "0" : "") << value; };
  if (seconds < 60) {
    out << seconds << "." << duration % timescale * 10 / timescale << " s";
  } else if (seconds < 3600) {
    out << seconds / 60 << ":";
    two_digits(seconds % 60);
    out << " min";
  } else {
    out << digit_grouping{seconds / 3600} << ":";
    two_digits(seconds % 3600 / 60);
    out << ":";
    two_digits(seconds % 60);
    out << " h";
  }
}

/// "PNG", "Git LFS pointer", "unknown format"
[[nodiscard]] constexpr std::string_view short_title(format f) {
  switch (f) {
    case format::png:
    case format::jpeg:
    case format::gif:
    case format::mp4:
    case format::mov: return display_name(f);
    case format::empty: return "empty";
    case format::unknown: return "unknown format";
    default: {
      const std::string_view title = info(f).title;
      return title.substr(title.find(' ') + 1);
    }
  }
}

/// "JPEG 1920x1080, 240 KiB", "MOV 1080x1920, 12.5 s, 2.1 MiB"
[[nodiscard]] constexpr inline_string<120> description(const facts& file) {
  inline_string<120> out;
  out << short_title(file.format);
  if (const extent shown = file.display(); shown.usable()) {
    out << " " << shown;
  }
  if (const media_time length = file.length(); length.known()) {
    out << ", ";
    say_duration(length.ticks, length.timescale, out);
  } else if (file.frames && *file.frames > 1) {
    out << ", " << digit_grouping{*file.frames} << (file.frames_at_least ? " frames or more" : " frames");
  }
  if (file.format != format::empty) {
    out << ", ";
    say_size(file.file_size, out);
  }
  return out;
}

}  // namespace preflight
