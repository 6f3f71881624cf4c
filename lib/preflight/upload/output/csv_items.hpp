#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include <preflight/text/escape_for_display.hpp>
#include <preflight/upload/output/item_writer.hpp>

namespace preflight::upload::writers {

/// One cell (RFC 4180). What a spreadsheet would take for a formula becomes a text by an apostrophe before it.
inline void append_cell(std::string& out, std::string_view text) {
  constexpr std::string_view formula_starts = "=+-@\t\r";
  const bool is_formula = !text.empty() && formula_starts.find(text.front()) != std::string_view::npos;
  std::string cell = is_formula ? "'" : "";
  append_escaped(cell, text);
  if (cell.find_first_of(",\"") == std::string::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char letter : cell) {
    out += letter == '"' ? "\"\"" : std::string{letter};
  }
  out += '"';
}

inline void append_item_row(std::string& out, const written_item& item) {
  std::string rules;
  for (const finding& finding : item.findings) {
    rules.append(rules.empty() ? "" : " ").append(finding.rule->id);
  }
  const auto number = [](auto value) { return value == 0 ? std::string{} : std::to_string(value); };
  const std::string line = number(item.line);
  const std::string status = number(item.http_status);
  const std::string code = item.code ? std::to_string(*item.code) : std::string{};
  append_cell(out, name_of(item.outcome));
  for (const std::string_view cell :
       std::initializer_list<std::string_view>{item.target, item.path, item.purpose, line, item.zoom_id, status, code,
                                               rules, message_of(item), item.sha256}) {
    out += ',';
    append_cell(out, cell);
  }
  out += "\r\n";
}

/// A row for each item, for spreadsheets, which take its first bytes for "this is UTF-8". It can be sent again with
/// --csv, as columns have the names of the table's.
inline constexpr item_writer csv{
    .name = "csv",
    .begin =
        [](std::string& out, const appearance&) {
          out += "\xEF\xBB\xBFoutcome,target,file,purpose,line,zoom_id,http_status,code,rules,message,sha256\r\n";
        },
    .item = [](std::string& out, const written_item& item, const appearance&) { append_item_row(out, item); },
    .end = [](std::string&, const item_summary&, const appearance&) {},
};

}  // namespace preflight::upload::writers
