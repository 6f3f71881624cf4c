#include <algorithm>
#include <array>

#include <preflight/upload/plan/csv_reader.hpp>

namespace preflight::upload {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view without_mark(std::string_view text) {
  return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

/// "sep=;", which Excel takes for its own before the header; 0 where there is no such line.
char named_separator(std::string_view text) {
  text = without_mark(text);
  constexpr std::string_view mark = "sep=";
  const bool is_whole = text.size() > mark.size() && (text.size() == mark.size() + 1 || text[mark.size() + 1] == '\n' ||
                                                      text[mark.size() + 1] == '\r');
  return is_whole && text.starts_with(mark) ? text[mark.size()] : '\0';
}

/// LF, CRLF and CR, as between rows.
std::uint64_t line_ends_in(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    count += text[i] == '\n' || (text[i] == '\r' && !text.substr(i + 1).starts_with('\n')) ? 1U : 0U;
  }
  return count;
}

void must_be_text(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw table_error{"the file is UTF-16; save it as CSV in UTF-8"};
  }
  if (text.find('\0') != std::string_view::npos) {
    throw table_error{"not a text file; save it as CSV in UTF-8"};
  }
}

}  // namespace

csv_reader::csv_reader(std::string_view text, char separator) : rest_{without_mark(text)}, separator_{separator} {
  must_be_text(text);
  if (named_separator(text) != '\0') {
    rest_.remove_prefix(std::string_view{"sep=;"}.size());
    take_line_end();
  }
}

bool csv_reader::at_line_end() const { return rest_.empty() || rest_.front() == '\n' || rest_.front() == '\r'; }

void csv_reader::take_line_end() {
  rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : std::min<std::size_t>(rest_.size(), 1));
  ++next_line_;
}

std::string csv_reader::quoted() {
  const std::uint64_t opened = next_line_;
  std::string out;
  rest_.remove_prefix(1);
  for (;;) {
    const std::size_t quote = rest_.find('"');
    if (quote == std::string_view::npos) {
      throw table_error{"line " + std::to_string(opened) + ": a quote is never closed"};
    }
    const std::string_view part = rest_.substr(0, quote);
    next_line_ += line_ends_in(part);
    out += part;
    rest_.remove_prefix(quote + 1);
    if (!rest_.starts_with('"')) {
      break;
    }
    out += '"';
    rest_.remove_prefix(1);
  }
  while (rest_.starts_with(' ')) {
    rest_.remove_prefix(1);
  }
  if (!at_line_end() && rest_.front() != separator_) {
    throw table_error{"line " + std::to_string(next_line_) +
                      ": text after a closing quote; write a quote inside a field twice"};
  }
  return out;
}

std::string csv_reader::field() {
  while (rest_.starts_with(' ')) {
    rest_.remove_prefix(1);
  }
  if (rest_.starts_with('"')) {
    return quoted();
  }
  std::size_t end = 0;
  while (end < rest_.size() && rest_[end] != separator_ && rest_[end] != '\n' && rest_[end] != '\r') {
    ++end;
  }
  std::string out{rest_.substr(0, end)};
  rest_.remove_prefix(end);
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

bool csv_reader::next(std::vector<std::string>& fields) {
  while (!rest_.empty() && at_line_end()) {
    take_line_end();
  }
  fields.clear();
  if (rest_.empty()) {
    return false;
  }
  line_ = next_line_;
  for (;;) {
    fields.push_back(field());
    if (at_line_end()) {
      take_line_end();
      return true;
    }
    rest_.remove_prefix(1);
  }
}

char separator_of(std::string_view text) {
  if (const char named = named_separator(text); named != '\0') {
    return named;
  }
  text = without_mark(text);
  const std::string_view header = text.substr(
      text.find_first_not_of("\r\n") == std::string_view::npos ? text.size() : text.find_first_not_of("\r\n"));
  const std::string_view line = header.substr(0, header.find_first_of("\r\n"));
  constexpr std::array<char, 3> candidates{',', ';', '\t'};
  return *std::max_element(candidates.begin(), candidates.end(), [line](char a, char b) {
    return std::count(line.begin(), line.end(), a) < std::count(line.begin(), line.end(), b);
  });
}

}  // namespace preflight::upload
