#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/text/formats/csv_reader.hpp>
#include <preflight/upload/plan/recipients.hpp>

#include "fuzz/target.hpp"

namespace fuzz {

/// LF, CRLF and CR.
[[nodiscard]] inline std::uint64_t line_ends(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    count += text[i] == '\n' || (text[i] == '\r' && !text.substr(i + 1).starts_with('\n')) ? 1U : 0U;
  }
  return count;
}

using table_row = preflight::csv_row;

[[nodiscard]] inline std::vector<table_row> read_rows(std::string_view text, char separator) {
  const auto [rows, problem] = preflight::read_csv(text, separator);
  if (!problem.empty()) {
    throw preflight::upload::table_error{problem};
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    promise(!rows[i].fields.empty(), "a row without a field");
    promise(i == 0 || rows[i - 1].line < rows[i].line, "two rows on one line");
  }
  promise(rows.empty() || rows.back().line <= line_ends(text) + 1, "a row after the last line");
  return rows;
}

/// Each field in quotes, each row on a line of its own: the table is the same, and its lines can be told beforehand.
inline void promise_same_in_quotes(const std::vector<table_row>& rows, char separator) {
  std::string text;
  std::vector<std::uint64_t> lines;
  std::uint64_t line = 1;
  for (const table_row& row : rows) {
    lines.push_back(line++);
    for (const std::string& field : row.fields) {
      line += line_ends(field);
      text += &field == &row.fields.front() ? '"' : separator;
      text += &field == &row.fields.front() ? "" : "\"";
      for (const char c : field) {
        text.append(c == '"' ? 2U : 1U, c);
      }
      text += '"';
    }
    text += '\n';
  }
  const std::vector<table_row> again = read_rows(text, separator);
  promise(again.size() == rows.size(), "in quotes, the table has more rows or fewer");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    promise(again[i].fields == rows[i].fields, "in quotes, a field became another one");
    promise(again[i].line == lines[i], "a row is said to be on another line than it is");
  }
}

/// A line of nothing but separators is none, as spreadsheets write them.
inline void promise_each_line_listed(const std::vector<table_row>& rows,
                                     const std::vector<preflight::upload::upload_request>& requests) {
  std::size_t matched = 0;
  for (const table_row& row : std::span{rows}.subspan(1)) {
    if (std::ranges::all_of(row.fields, [](const std::string& field) { return field.empty(); })) {
      continue;
    }
    promise(matched < requests.size(), "a line below the header is not in the list");
    promise(requests[matched++].line == row.line, "a line is said to be another one");
  }
  promise(matched == requests.size(), "the list has what is on no line");
}

/// Files that are called as the table says, for the people of the table.
inline void promise_sound_matches(const std::vector<std::string>& paths,
                                  const std::vector<preflight::upload::target>& people) {
  using namespace preflight::upload;
  const std::vector<upload_request> requests = match_by_email(paths, people, purpose::picture);
  promise(requests.size() >= paths.size(), "a file is in no list");
  std::set<preflight::upload::target> has_one;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    promise(i >= paths.size() || requests[i].path == paths[i], "a file became another one");
    promise(i < paths.size() || !requests[i].problem.empty(), "somebody is sent nothing");
    promise(!requests[i].problem.empty() || has_one.insert(requests[i].target).second, "somebody is sent two files");
  }
  for (const upload_request& request : match_by_email(paths, std::nullopt, purpose::picture)) {
    promise(!request.problem.empty() || request.target.id.find('@') != std::string::npos,
            "a file is sent to no address");
  }
}

namespace targets {

/// Any text is a table with a row of its own for each line that says something, or is refused with words.
inline constexpr target recipients_table{
    .name = "recipients_table",
    .run =
        [](input bytes) {
          using namespace preflight::upload;
          const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
          try {
            const char separator = preflight::separator_of(text);
            const std::vector<table_row> rows = read_rows(text, separator);
            promise_same_in_quotes(rows, separator);
            const table_options options{.columns = {}, .folder = "/srv/", .usual = purpose::background};
            const std::vector<preflight::upload::target> people = targets_in(text, options);
            promise(people.size() < rows.size(), "more people than lines below the header");
            const std::vector<upload_request> requests = parse_recipients(text, options);
            promise_each_line_listed(rows, requests);
            std::vector<std::string> paths;
            for (const upload_request& request : requests) {
              promise(!request.problem.empty() || request.path.starts_with('/'), "a file that is nowhere");
              promise(parse_target(text_of(request.target)) == request.target,
                      "a target becomes another one when it is written");
              paths.push_back(request.path);
            }
            promise_sound_matches(paths, people);
          } catch (const table_error& refusal) {
            promise(!std::string_view{refusal.what()}.empty(), "a refusal without words");
          }
        },
    .takes_media = false,
};

}  // namespace targets
}  // namespace fuzz
