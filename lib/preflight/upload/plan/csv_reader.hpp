#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace preflight::upload {

/// Thrown where a table cannot be understood. The sentence says where, and what to do.
class table_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A table as text (RFC 4180), row by row: fields in quotes where they must be, two quotes for one, lines that end in
/// LF, CRLF or CR. A byte order mark is skipped, and so are empty lines and a first line such as "sep=;". Spaces around
/// a field without quotes are not part of it.
class csv_reader {
 public:
  /// `separator` is what stands between fields. The text must outlive this. Throws table_error, as next() does.
  csv_reader(std::string_view text, char separator);

  /// False at the end.
  bool next(std::vector<std::string>& fields);
  /// Of the row that next() gave last; the first line is 1.
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  [[nodiscard]] std::string field();
  [[nodiscard]] std::string quoted();
  [[nodiscard]] bool at_line_end() const;
  void take_line_end();

  std::string_view rest_;
  char separator_;
  std::uint64_t line_ = 0;
  std::uint64_t next_line_ = 1;
};

/// Whether the header line separates its fields by commas, semicolons or tabs: by the one that is there most often, as
/// spreadsheets write one or the other by the country they are set to; or by what a first line such as "sep=;" says.
[[nodiscard]] char separator_of(std::string_view text);

}  // namespace preflight::upload
