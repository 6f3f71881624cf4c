#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include <preflight/facts/format.hpp>
#include <preflight/text/ascii_case.hpp>
#include <preflight/text/file_extension.hpp>
#include <preflight/text/formats/csv_reader.hpp>
#include <preflight/text/formats/csv_spelling.hpp>
#include <preflight/upload/plan/recipients.hpp>
#include <preflight/upload/rules/target/target_invalid.hpp>

namespace preflight::upload {
namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    out += (out.empty() ? "'" : ", '") + name + "'";
  }
  return out;
}

/// A column that is none of those which are named already, to be proposed; "NAME" where there is none.
std::string free_column(const std::vector<std::string>& header, const column_names& names) {
  for (const std::string& name : header) {
    const std::string low = ascii_lower(name);
    if (!name.empty() && low != ascii_lower(names.target) && low != ascii_lower(names.file) &&
        low != ascii_lower(names.purpose)) {
      return name;
    }
  }
  return "NAME";
}

/// Whether a name ends as pictures and videos do.
bool is_media_name(std::string_view path) {
  const format claimed = format_of_extension(extension_of(path));
  return claimed != format::unknown && info(claimed).kind != kind::other;
}

bool looks_like_data(const std::string& cell) { return cell.find('@') != std::string::npos || is_media_name(cell); }

/// A row below the header, by column; what is not there is empty.
struct table_row {
  std::uint64_t line = 0;
  std::string target;
  std::string file;
  std::string purpose;
  std::string problem;  ///< as of upload_request
  std::string hint;
};

std::vector<table_row> rows_of(std::string_view text, const column_names& names, bool needs_file) {
  const auto [lines, problem] = read_csv(text, separator_of(text));
  if (!problem.empty()) {
    throw table_error{problem};
  }
  if (lines.empty()) {
    throw table_error{std::string{"it is empty; the first line must name the columns, such as target"} +
                      (needs_file ? ",file" : "")};
  }
  const std::vector<std::string>& header = lines.front().fields;
  const auto column = [&](const std::string& name, std::string_view key, bool is_needed) {
    std::optional<std::size_t> place;
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (ascii_lower(header[i]) == ascii_lower(name)) {
        place = !place ? i : throw table_error{"two columns are named '" + name + "'"};
      }
    }
    if (!place && is_needed) {
      if (std::ranges::any_of(header, looks_like_data)) {
        throw table_error{"the first line looks like data, not like a header; put one above it, such as target,file"};
      }
      throw table_error{"no column '" + name + "'; the first line has " + listed(header) +
                        "; choose one, as in --columns " + std::string{key} + "=" + free_column(header, names)};
    }
    return place;
  };
  const auto target = column(names.target, "target", true);
  const auto file = column(names.file, "file", needs_file);
  const auto purpose = column(names.purpose, "purpose", names.purpose != column_names{}.purpose);
  std::vector<table_row> out;
  unsigned odd_rows = 0;
  for (const csv_row& line : std::span{lines}.subspan(1)) {
    // Spreadsheets write separators for cells that are empty, and for rows of them.
    std::size_t count = line.fields.size();
    while (count > 0 && line.fields[count - 1].empty()) {
      --count;
    }
    if (count == 0) {
      continue;
    }
    const auto field = [&](std::optional<std::size_t> place) {
      return place && *place < line.fields.size() ? line.fields[*place] : std::string{};
    };
    constexpr unsigned max_odd_rows = 100;  // the rules refuse what is not UTF-8 all the same
    const csv_spelling spelling =
        odd_rows < max_odd_rows ? spelling_of(field(target), text, line.line) : csv_spelling{};
    odd_rows += spelling.is_usual() ? 0U : 1U;
    out.push_back({line.line, field(target), field(file), field(purpose), spelling.problem, spelling.hint});
    if (count > header.size()) {
      out.back().problem = "The line has " + std::to_string(count) + " fields, but the header has " +
                           std::to_string(header.size()) + "; quote fields that contain a separator.";
    }
  }
  return out;
}

/// The part of a path that people see as its name, without the extension.
std::string_view stem_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::string_view extension = extension_of(path);
  return extension.empty() ? name : name.substr(0, name.size() - extension.size() - 1);
}

/// Why the name of a file is not that of a person; empty where it can be.
std::string problem_of_name(std::string_view path, std::string_view stem) {
  if (!is_media_name(path)) {
    return "The name has no picture or video extension, so it is unclear where the address ends.";
  }
  return is_media_name(stem) ? "The name has two extensions, so it is unclear where the address ends." : std::string{};
}

/// The same for every spelling of a name.
std::string spelling(std::string_view name) { return ascii_lower(composed(name)); }

/// "anna@example.org" is; "lobby" is not.
bool is_address(std::string_view text) {
  return std::ranges::count(text, '@') == 1 && !text.starts_with('@') && !text.ends_with('@');
}

/// Says of each user that has two files that none of them is sent.
void refuse_doubled(std::vector<upload_request>& items) {
  std::map<std::string, std::vector<std::size_t>> of_user;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].problem.empty()) {
      of_user[spelling(items[i].target.id)].push_back(i);
    }
  }
  for (const auto& [user, places] : of_user) {
    for (const std::size_t place : places) {
      if (places.size() > 1) {
        const std::size_t other = places.front() == place ? places[1] : places.front();
        items[place].problem = std::to_string(places.size()) + " files are named after " + items[place].target.id +
                               ": this one and " + items[other].path + "; keep one of them.";
      }
    }
  }
}

}  // namespace

column_names column_names_from(std::string_view text) {
  column_names out;
  std::map<std::string_view, std::string*> columns{
      {"target", &out.target}, {"file", &out.file}, {"purpose", &out.purpose}};
  std::istringstream list{std::string{text}};
  for (std::string entry; std::getline(list, entry, ',');) {
    const std::size_t equals = std::min(entry.find('='), entry.size());
    const std::string key = entry.substr(0, equals);
    const std::string name = entry.substr(std::min(equals + 1, entry.size()));
    const auto column = columns.find(key);
    if (column == columns.end() || name.empty()) {
      throw table_error{"'" + entry +
                        "' is not a column; write target=NAME, file=NAME or purpose=NAME, separated by commas"};
    }
    if (column->second == nullptr) {
      throw table_error{"'" + key + "' is given twice"};
    }
    *std::exchange(column->second, nullptr) = name;
  }
  return out;
}

std::vector<upload_request> parse_recipients(std::string_view text, const table_options& options) {
  std::vector<upload_request> out;
  for (const table_row& row : rows_of(text, options.columns, true)) {
    const bool is_absolute = row.file.empty() || row.file.starts_with('/');
    const auto known = std::ranges::find(purpose_names, ascii_lower(row.purpose));
    const bool is_known = known != purpose_names.end();
    std::string problem = row.problem;
    if (problem.empty() && row.file.empty()) {
      problem = "The line has no file.";
    } else if (problem.empty() && rules::is_spreadsheet_error(row.file)) {
      problem = "The file is " + row.file + ", a spreadsheet error.";
    } else if (problem.empty() && !row.purpose.empty() && !is_known) {
      problem =
          "'" + row.purpose + "' is not a purpose; use " + listed({purpose_names.begin(), purpose_names.end()}) + '.';
    }
    const target recipient = parse_target(row.target);
    const purpose usual = recipient.kind == target_kind::webinar ? purpose::webinar_background : options.usual;
    out.push_back({recipient, is_known ? static_cast<purpose>(known - purpose_names.begin()) : usual,
                   is_absolute ? row.file : options.folder + row.file, std::move(problem), row.line, row.hint});
  }
  return out;
}

std::vector<target> targets_in(std::string_view text, const table_options& options) {
  std::vector<target> out;
  for (const table_row& row : rows_of(text, options.columns, false)) {
    if (!row.target.empty()) {
      out.push_back(parse_target(row.target));
    }
  }
  return out;
}

std::vector<upload_request> match_by_email(std::span<const std::string> paths,
                                           std::optional<std::span<const target>> people, purpose purpose,
                                           bool names_missing) {
  std::map<std::string, std::vector<const target*>> called;
  std::set<target> known;
  for (const target& person : people.value_or(std::span<const target>{})) {
    if (!known.insert(person).second) {
      continue;
    }
    const std::string address = spelling(person.id);
    called[address].push_back(&person);
    if (const std::string local = address.substr(0, address.find('@')); local != address) {
      called[local].push_back(&person);
    }
  }
  std::vector<upload_request> out;
  for (const std::string& path : paths) {
    upload_request request;
    request.what = purpose;
    request.path = path;
    const std::string stem{stem_of(path)};
    request.target = {target_kind::user, stem};
    if (std::string problem = problem_of_name(path, stem); !problem.empty()) {
      request.problem = std::move(problem);
    } else if (!people) {
      request.problem = is_address(stem) ? "" : "The file name is not an e-mail address.";
    } else if (const auto match = called.find(spelling(stem)); match == called.end()) {
      request.problem = "The file name matches no address in the table.";
    } else if (match->second.size() > 1) {
      request.problem = "The file name matches several people: " + match->second[0]->id + " and " +
                        match->second[1]->id + "; use the whole address.";
    } else {
      request.target = *match->second.front();
    }
    out.push_back(std::move(request));
  }
  refuse_doubled(out);
  if (people && names_missing) {
    std::set<std::string> served;
    std::ranges::transform(out, std::inserter(served, served.end()),
                           [](const upload_request& request) { return spelling(request.target.id); });
    for (const target& person : *people) {
      if (served.insert(spelling(person.id)).second) {
        out.push_back({person, purpose, {}, "No file is named after this address.", 0});
      }
    }
  }
  return out;
}

}  // namespace preflight::upload
