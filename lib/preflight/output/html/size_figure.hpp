#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <preflight/destinations/limit_table.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/text/digit_grouping.hpp>
#include <preflight/text/formats/xml_string.hpp>

/// A limit drawn against what a file has: two frames for sizes in pixels, a bar for bytes.
namespace preflight::writers {

/// All of the text, or nothing.
[[nodiscard]] inline std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

/// "1920x1080", or with another mark "16:9". Nothing where a side is 0.
struct sides {
  std::uint64_t width = 0;
  std::uint64_t height = 0;
};
[[nodiscard]] inline std::optional<sides> sides_in(std::string_view text, char mark) {
  constexpr std::uint64_t largest = UINT32_MAX;
  const std::size_t at = std::min(text.find(mark), text.size());
  const auto width = number_in(text.substr(0, at));
  const auto height = number_in(text.substr(std::min(at + 1, text.size())));
  const bool is_usable = width && height && *width > 0 && *height > 0 && *width <= largest && *height <= largest;
  return is_usable ? std::optional{sides{*width, *height}} : std::nullopt;
}

/// Of a number that is not negative.
[[nodiscard]] constexpr std::uint64_t rounded(double value) { return (static_cast<std::uint64_t>(2 * value) + 1) / 2; }

/// Where a rectangle is drawn, in tenths of the figure's units.
struct drawn_box {
  std::uint64_t x = 0;
  std::uint64_t y = 0;
  std::uint64_t width = 0;
  std::uint64_t height = 0;
};

inline void append_tenths(std::string& out, std::string_view name, std::uint64_t tenths) {
  out.append(" ").append(name).append("=\"").append(std::to_string(tenths / 10));
  out.append(".").append(std::to_string(tenths % 10)).append("\"");
}

inline void append_box(std::string& out, std::string_view kind, const drawn_box& box) {
  out.append("<rect class=\"").append(kind).append("\"");
  append_tenths(out, "x", box.x);
  append_tenths(out, "y", box.y);
  append_tenths(out, "width", box.width);
  append_tenths(out, "height", box.height);
  out += "/>";
}

struct figure_texts {
  std::string_view actual;
  std::string_view limit;
  std::string_view unit;  ///< after both, for who cannot see it
};

inline void append_figure_start(std::string& out, const figure_texts& texts, severity level, std::uint64_t tenths) {
  out.append("<figure class=\"figure ").append(name_of(level)).append("\"><svg viewBox=\"0 0 184 ");
  out.append(std::to_string((tenths + 9) / 10)).append("\" role=\"img\" aria-label=\"");
  append_xml(out, texts.actual);
  out.append(texts.unit).append(" against a limit of ");
  append_xml(out, texts.limit);
  out.append(texts.unit).append("\">");
}

inline void append_figure_end(std::string& out, const figure_texts& texts) {
  out += "</svg><dl><dt class=\"actual-key\">actual</dt><dd>";
  append_xml(out, texts.actual);
  out += "</dd><dt class=\"limit-key\">limit</dt><dd>";
  append_xml(out, texts.limit);
  out += "</dd></dl></figure>";
}

/// Both frames share their lower left corner, so that one sees which side is too long or too short.
inline void append_frames(std::string& out, const sides& actual, const sides& limit, const figure_texts& texts,
                          severity level) {
  constexpr double most_width = 1820;
  constexpr double most_height = 1020;
  constexpr std::uint64_t margin = 10;
  const auto width = static_cast<double>(std::max(actual.width, limit.width));
  const auto height = static_cast<double>(std::max(actual.height, limit.height));
  const double scale = std::min(most_width / width, most_height / height);
  const auto drawn = [&](std::uint64_t side) {
    return std::max<std::uint64_t>(rounded(static_cast<double>(side) * scale), 10);
  };
  const std::uint64_t bottom = margin + drawn(std::max(actual.height, limit.height));
  const auto box = [&](const sides& s) {
    return drawn_box{margin, bottom - drawn(s.height), drawn(s.width), drawn(s.height)};
  };
  append_figure_start(out, texts, level, bottom + margin);
  append_box(out, "actual", box(actual));
  append_box(out, "limit", box(limit));
  append_figure_end(out, texts);
}

/// The largest part of the picture that has this shape, in its middle.
inline void append_crop(std::string& out, const sides& actual, const sides& shape, const figure_texts& texts,
                        severity level) {
  constexpr double most_width = 1820;
  constexpr double most_height = 1020;
  constexpr std::uint64_t margin = 10;
  const auto width = static_cast<double>(actual.width);
  const auto height = static_cast<double>(actual.height);
  const double scale = std::min(most_width / width, most_height / height);
  const auto aspect = static_cast<double>(shape.width) / static_cast<double>(shape.height);
  const double kept_width = std::min(width, height * aspect);
  const double kept_height = std::min(height, width / aspect);
  const auto drawn = [&](double side) { return std::max<std::uint64_t>(rounded(side * scale), 10); };
  const auto inset = [&](double side, double kept) {
    return margin + (drawn(side) - std::min(drawn(side), drawn(kept))) / 2;
  };
  append_figure_start(out, texts, level, drawn(height) + 2 * margin);
  append_box(out, "actual", {margin, margin, drawn(width), drawn(height)});
  append_box(out, "limit",
             {inset(width, kept_width), inset(height, kept_height), drawn(kept_width), drawn(kept_height)});
  append_figure_end(out, texts);
}

inline void append_bar(std::string& out, std::uint64_t actual, std::uint64_t limit, severity level) {
  constexpr double full = 1820;
  constexpr std::uint64_t margin = 10;
  inline_string<32> actual_text;
  inline_string<32> limit_text;
  actual_text << digit_grouping{actual};
  limit_text << digit_grouping{limit};
  const figure_texts texts{actual_text.text(), limit_text.text(), " bytes"};
  const auto longest = static_cast<double>(std::max(std::max(actual, limit), std::uint64_t{1}));
  const auto drawn = [&](std::uint64_t bytes) {
    return std::max<std::uint64_t>(rounded(static_cast<double>(bytes) / longest * full), 10);
  };
  append_figure_start(out, texts, level, 260);
  append_box(out, "actual", {margin, 60, drawn(actual), 140});
  append_box(out, "limit", {margin, margin, drawn(limit), 240});
  append_figure_end(out, texts);
}

/// Nothing where the rule applies no limit that can be drawn.
inline void append_size_figure(std::string& out, const finding& finding) {
  const auto entry = std::find_if(limit_table.begin(), limit_table.end(),
                                  [&](const limit_entry& e) { return e.key == finding.rule->limit; });
  if (entry == limit_table.end()) {
    return;
  }
  const figure_texts texts{finding.actual.text(), finding.limit.text(), " pixels"};
  const auto actual = sides_in(texts.actual, 'x');
  if (std::holds_alternative<limit<std::uint64_t> destination::*>(entry->member)) {
    const auto bytes = number_in(texts.actual);
    const auto most = number_in(texts.limit);
    if (bytes && most) {
      append_bar(out, *bytes, *most, finding.severity);
    }
  } else if (std::holds_alternative<std::optional<limit<extent>> destination::*>(entry->member)) {
    if (const auto limit = sides_in(texts.limit, 'x'); actual && limit) {
      append_frames(out, *actual, *limit, texts, finding.severity);
    }
  } else if (std::holds_alternative<std::optional<limit<ratio>> destination::*>(entry->member)) {
    if (const auto shape = sides_in(texts.limit, ':'); actual && shape) {
      append_crop(out, *actual, *shape, {texts.actual, texts.limit, ""}, finding.severity);
    }
  }
}

}  // namespace preflight::writers
