#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/upload/api/target.hpp>
#include <preflight/upload/purpose.hpp>

namespace preflight::upload {

/// Thrown where a table cannot be understood. The sentence says where, and what to do.
class table_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A request to send one file to one target.
struct upload_request {
  upload::target target;
  purpose what = purpose::background;
  std::string path;        ///< path to open; arbitrary bytes
  std::string problem;     ///< why it cannot be sent, as a sentence; empty if it can
  std::uint64_t line = 0;  ///< line in the table; 0: not from a table
  std::string hint{};      ///< what to know of one that can be sent; a sentence
};

/// Names of the columns of a table, case-insensitive (ASCII).
struct column_names {
  std::string target = "target";
  std::string file = "file";
  std::string purpose = "purpose";  ///< optional column
};

/// "target=Email,file=Photo". Throws table_error.
[[nodiscard]] column_names column_names_from(std::string_view text);

struct table_options {
  column_names columns;
  std::string folder;                   ///< base of relative paths; empty or ending in a slash
  purpose usual = purpose::background;  ///< for rows without one
};

/// Every row of a table with a header line. A row that cannot be used says why in `problem` and is in the list all the
/// same. Throws table_error where that is not to be had: a column is missing, a quote never closed.
[[nodiscard]] std::vector<upload_request> parse_recipients(std::string_view text, const table_options& options);

/// The targets of a table that has no column of files, for match_by_email().
[[nodiscard]] std::vector<target> targets_in(std::string_view text, const table_options& options);

/// Files whose names without extension are e-mail addresses, each for the user with that address. Where `people` are
/// given, it is for the one of them whose address, or the part of it before the @, it is, in any case of ASCII letters.
/// A name that matches no person, or several, or appears twice has a problem, and so has a person without a file where
/// `names_missing` is set.
[[nodiscard]] std::vector<upload_request> match_by_email(std::span<const std::string> paths,
                                                         std::optional<std::span<const target>> people, purpose purpose,
                                                         bool names_missing = false);

}  // namespace preflight::upload
