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

struct csv_row {
  std::uint64_t line = 0;  ///< on which it begins; the first is 1
  std::vector<std::string> fields{};
};

/// The rows of a table as text (RFC 4180): fields in quotes where they must be, two quotes for one, lines that end in
/// LF, CRLF or CR. A byte order mark is skipped, and so are empty lines and a first line such as "sep=;". Spaces around
/// a field without quotes are not part of it. Throws table_error.
[[nodiscard]] std::vector<csv_row> read_csv(std::string_view text, char separator);

/// Whether the header line separates its fields by commas, semicolons or tabs: by the one that is there most often, as
/// spreadsheets write one or the other by the country they are set to; or by what a first line such as "sep=;" says.
[[nodiscard]] char separator_of(std::string_view text);

}  // namespace preflight::upload
