#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace preflight {

struct csv_row {
  std::uint64_t line = 0;  ///< on which it begins; the first is 1
  std::vector<std::string> fields{};
};

/// The rows of a table, or why it has none.
struct csv_table {
  std::vector<csv_row> rows{};
  std::string problem{};  ///< where, and what to do; empty: there is none
};

namespace detail {

[[nodiscard]] constexpr std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

/// "sep=;", which Excel takes for its own before the header; 0 where there is no such line.
[[nodiscard]] constexpr char named_separator(std::string_view text) {
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  return line.size() == 5 && line.starts_with("sep=") ? line.back() : '\0';
}

class csv_parser {
 public:
  csv_parser(std::string_view text, char separator) : rest_{text}, separator_{separator} {}

  csv_table table() {
    if (named_separator(rest_) != '\0') {
      rest_.remove_prefix(std::string_view{"sep=;"}.size());
    }
    while (!rest_.empty()) {
      if (at_line_end()) {
        rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : 1);
        ++line_;
        continue;
      }
      csv_row row{line_};
      row.fields.push_back(field());
      while (!at_line_end()) {
        rest_.remove_prefix(1);
        row.fields.push_back(field());
      }
      out_.rows.push_back(std::move(row));
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool at_line_end() const { return rest_.empty() || rest_.front() == '\n' || rest_.front() == '\r'; }
  void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  /// Nothing after it is read.
  void stop(std::uint64_t line, std::string_view problem) {
    out_.problem = "line " + std::to_string(line) + ": " + std::string{problem};
    rest_ = {};
  }

  std::string field() {
    skip_spaces();
    if (rest_.starts_with('"')) {
      return quoted();
    }
    const std::array<char, 3> ends{separator_, '\n', '\r'};
    const std::size_t end = std::min(rest_.find_first_of(ends.data(), 0, ends.size()), rest_.size());
    std::string out{rest_.substr(0, end)};
    rest_.remove_prefix(end);
    out.erase(out.find_last_not_of(' ') + 1);
    return out;
  }

  std::string quoted() {
    const std::uint64_t opened = line_;
    std::string out;
    do {
      rest_.remove_prefix(1);
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) {
        stop(opened, "a quote is never closed");
        return out;
      }
      const std::string_view part = rest_.substr(0, quote);
      for (std::size_t i = 0; i < part.size(); ++i) {
        line_ += part[i] == '\n' || (part[i] == '\r' && !part.substr(i + 1).starts_with('\n')) ? 1U : 0U;
      }
      rest_.remove_prefix(quote + 1);
      out.append(part).append(rest_.starts_with('"') ? "\"" : "");
    } while (rest_.starts_with('"'));
    skip_spaces();
    if (!at_line_end() && rest_.front() != separator_) {
      stop(line_, "text after a closing quote; write a quote inside a field twice");
    }
    return out;
  }

  std::string_view rest_;
  char separator_;
  std::uint64_t line_ = 1;
  csv_table out_;
};

}  // namespace detail

/// The rows of a table as text (RFC 4180): fields in quotes where they must be, two quotes for one, lines that end in
/// LF, CRLF or CR. A byte order mark is skipped, and so are empty lines and a first line such as "sep=;". Spaces around
/// a field without quotes are not part of it.
[[nodiscard]] inline csv_table read_csv(std::string_view text, char separator) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return {{}, "the file is UTF-16; save it as CSV in UTF-8"};
  }
  if (text.find('\0') != std::string_view::npos) {
    return {{}, "not a text file; save it as CSV in UTF-8"};
  }
  return detail::csv_parser{detail::without_byte_order_mark(text), separator}.table();
}

/// Whether the header line separates its fields by commas, semicolons or tabs: by the one that is there most often, as
/// spreadsheets write one or the other by the country they are set to; or by what a first line such as "sep=;" says.
[[nodiscard]] inline char separator_of(std::string_view text) {
  text = detail::without_byte_order_mark(text);
  if (const char named = detail::named_separator(text); named != '\0') {
    return named;
  }
  const std::string_view header = text.substr(std::min(text.find_first_not_of("\r\n"), text.size()));
  const std::string_view line = header.substr(0, header.find_first_of("\r\n"));
  constexpr std::array<char, 3> candidates{',', ';', '\t'};
  return *std::ranges::max_element(candidates, {}, [line](char c) { return std::ranges::count(line, c); });
}

}  // namespace preflight
