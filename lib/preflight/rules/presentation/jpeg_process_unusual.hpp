#pragma once

#include <cstdint>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

/// The coding process that a frame header's marker FFC0 to FFCF or DHP in front of it names (ITU T.81, table B.1), or
/// nothing for the usual three: baseline, extended sequential and progressive with Huffman codes.
[[nodiscard]] constexpr std::string_view unusual_process(std::uint8_t marker) {
  switch (marker) {
    case 0xC3: return "lossless";
    case 0xC5: return "hierarchical sequential";
    case 0xC6: return "hierarchical progressive";
    case 0xC7: return "hierarchical lossless";
    case 0xC9: return "arithmetic-coded sequential";
    case 0xCA: return "arithmetic-coded progressive";
    case 0xCB: return "arithmetic-coded lossless";
    case 0xCD: return "arithmetic-coded hierarchical sequential";
    case 0xCE: return "arithmetic-coded hierarchical progressive";
    case 0xCF: return "arithmetic-coded hierarchical lossless";
    case 0xDE: return "hierarchical";
    default: return {};
  }
}

inline constexpr file_rule jpeg_process_unusual{
    {
        .id = "jpeg-process-unusual",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The JPEG is arithmetic-coded, lossless, hierarchical or has more than 8 bits per sample.",
        .why = "Browsers and most programs read only baseline and progressive JPEG with 8 bits per sample.",
        .fix = "Save it again as an ordinary JPEG from the program it came from; few other programs can read it.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.file.format != format::jpeg) {
        return false;
      }
      const std::string_view process = unusual_process(s.file.jpeg_process);
      const bool deep = s.file.bit_depth > 8;
      if (process.empty() && !deep) {
        return false;
      }
      if (s.file.samples_offset > 0) {
        out.offset = s.file.samples_offset;
      }
      out.message << "The JPEG ";
      if (!process.empty()) {
        out.actual << process;
        out.message << "uses an unusual process (" << process << ')';
      }
      if (deep) {
        out.actual << (process.empty() ? "" : ", ") << s.file.bit_depth << " bits";
        out.message << (process.empty() ? "has " : " and has ") << s.file.bit_depth << " bits per sample";
      }
      out.message << "; few programs can read it.";
      return true;
    },
};

}  // namespace preflight::rules
