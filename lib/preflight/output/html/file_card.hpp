#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <preflight/output/html/size_figure.hpp>
#include <preflight/output/summary/one_line_summary.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/text/base64.hpp>
#include <preflight/text/formats/xml_string.hpp>

namespace preflight::writers {

[[nodiscard]] constexpr std::string_view capitalized_name(verdict v) {
  return v == verdict::fail ? "Fail" : v == verdict::warn ? "Warn" : "Pass";
}

/// What to do: words, and after them the command where there is one ("Convert it: ffmpeg ..."). There may be two ways
/// ("..., or keep one frame: ffmpeg ...").
inline void append_fix(std::string& out, std::string_view fix) {
  constexpr std::string_view before_command = ": ";
  constexpr std::string_view before_alternative = ", or ";
  while (!fix.empty()) {
    const std::size_t colon = fix.ends_with('.') ? std::string_view::npos : fix.find(before_command);
    const bool has_command = colon != std::string_view::npos;
    out += "<p class=\"fix\">";
    append_xml(out, has_command ? fix.substr(0, colon + 1) : fix);
    out += "</p>";
    if (!has_command) {
      return;
    }
    fix.remove_prefix(colon + before_command.size());
    const std::string_view command = fix.substr(0, fix.find(before_alternative));
    out += "<div class=\"command\"><code>";
    append_xml(out, command);
    out += "</code><button class=\"copy\" type=\"button\" hidden data-script>Copy</button></div>";
    fix.remove_prefix(std::min(fix.size(), command.size() + 2));
  }
}

inline void append_finding_item(std::string& out, const finding& finding) {
  out.append("<li class=\"finding\"><div><p class=\"what\"><span class=\"level ").append(name_of(finding.severity));
  out.append("\">").append(name_of(finding.severity)).append("</span> <a class=\"rule\" href=\"#rule-");
  out.append(finding.rule->id).append("\">").append(finding.rule->id).append("</a></p><p class=\"message\">");
  append_xml(out, finding.message.text());
  out += "</p>";
  if (!finding.fix.empty()) {
    append_fix(out, finding.fix.text());
  }
  out += "</div>";
  append_size_figure(out, finding);
  out += "</li>";
}

/// The folder in grey and the name in bold; what would mislead is shown as an escape.
inline void append_card_path(std::string& out, std::string_view folder, std::string_view name) {
  out += "<h3 class=\"path\">";
  if (!folder.empty()) {
    out += "<span class=\"folder\">";
    append_xml(out, folder);
    out += "</span>";
  }
  out += "<span class=\"name\">";
  append_xml(out, name);
  out += "</span></h3>";
}

/// Stands on either side of a thumbnail, so that it can be taken out where the page would get too large. No text on a
/// card holds control characters.
inline constexpr char thumbnail_mark = '\x01';

inline void append_thumbnail(std::string& out, std::string_view jpeg) {
  if (!jpeg.empty()) {
    out += thumbnail_mark;
    out += "<img class=\"thumbnail\" alt=\"\" loading=\"lazy\" decoding=\"async\" src=\"data:image/jpeg;base64,";
    append_base64(out, jpeg);
    out += "\">";
    out += thumbnail_mark;
  }
}

/// A card of one line of text, after the first letter of its verdict.
inline void append_file_card(std::string& out, const written_file& file, const appearance& look) {
  const verdict outcome = file.report.verdict();
  if (look.only_failures && outcome != verdict::fail) {
    return;
  }
  const auto is_wanted = [&](const finding& f) { return !look.only_failures || f.severity == severity::error; };
  const std::size_t name_at = file.path.rfind('/') + 1;
  const std::string_view folder = file.path.substr(0, name_at);
  out += name_of(outcome).front();
  out.append("<article class=\"file ").append(name_of(outcome)).append("\" tabindex=\"-1\" data-verdict=\"");
  out.append(name_of(outcome)).append("\" data-folder=\"");
  append_xml(out, folder.empty() ? std::string_view{"./"} : folder);
  out += "\" data-rules=\"";
  std::string_view separator;
  for (const finding& finding : file.report.findings()) {
    if (is_wanted(finding)) {
      out.append(separator).append(finding.rule->id);
      separator = " ";
    }
  }
  out.append("\"><div class=\"head\"><span class=\"badge ").append(name_of(outcome)).append("\">");
  out.append(capitalized_name(outcome)).append("</span><div class=\"title\">");
  append_card_path(out, folder, file.path.substr(name_at));
  if (file.was_read) {
    out += "<p class=\"facts\">";
    append_xml(out, description(file.report.file).text());
    out += "</p>";
  }
  out += "</div>";
  append_thumbnail(out, file.thumbnail);
  out += "</div>";
  if (!separator.empty()) {
    out += "<ul class=\"findings\">";
    for (const finding& finding : file.report.findings()) {
      if (is_wanted(finding)) {
        append_finding_item(out, finding);
      }
    }
    out += "</ul>";
  }
  out += "</article>\n";
}

}  // namespace preflight::writers
