#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include <preflight/facts/format.hpp>
#include <preflight/text/ascii_case.hpp>
#include <preflight/text/file_extension.hpp>
#include <preflight/upload/plan/recipients.hpp>

namespace preflight::upload {
namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

struct columns_found {
  std::size_t target = nowhere;
  std::size_t file = nowhere;
  std::size_t purpose = nowhere;
  std::size_t count = 0;
};

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

/// Spreadsheets write separators for cells that are empty, and for rows of them.
bool next_row(csv_reader& table, std::vector<std::string>& fields, std::size_t columns) {
  while (table.next(fields)) {
    while (fields.size() > columns && fields.back().empty()) {
      fields.pop_back();
    }
    if (!std::ranges::all_of(fields, [](const std::string& field) { return field.empty(); })) {
      return true;
    }
  }
  return false;
}

columns_found find_columns(const std::vector<std::string>& header, const column_names& names, bool needs_file) {
  const auto place = [&](const std::string& name, std::string_view key, bool is_needed) {
    std::size_t column = nowhere;
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (ascii_lower(header[i]) == ascii_lower(name)) {
        column = column == nowhere ? i : throw table_error{"two columns are named '" + name + "'"};
      }
    }
    if (column == nowhere && is_needed) {
      throw table_error{"no column '" + name + "'; the first line has " + listed(header) +
                        "; choose one, as in --columns " + std::string{key} + "=" + free_column(header, names)};
    }
    return column;
  };
  columns_found out;
  out.target = place(names.target, "target", true);
  out.file = place(names.file, "file", needs_file);
  out.purpose = place(names.purpose, "purpose", names.purpose != column_names{}.purpose);
  out.count = header.size();
  return out;
}

/// The part of a path that people see as its name, without the extension.
std::string_view stem_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::string_view extension = extension_of(path);
  return extension.empty() ? name : name.substr(0, name.size() - extension.size() - 1);
}

/// Whether a name ends as pictures and videos do.
bool is_media_name(std::string_view path) {
  const format claimed = format_of_extension(extension_of(path));
  return claimed != format::unknown && info(claimed).kind != kind::other;
}

/// Why the name of a file is not that of a person; empty where it can be.
std::string problem_of_name(std::string_view path, std::string_view stem) {
  if (!is_media_name(path)) {
    return "The name has no picture or video extension, so the end of its address is unclear.";
  }
  return is_media_name(stem) ? "The name has two extensions, so the end of its address is unclear." : std::string{};
}

/// "anna@example.org" is; "lobby" is not.
bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos;
}

/// Says of each user that has two files that none of them is sent.
void refuse_doubled(std::vector<upload_request>& items) {
  std::map<std::string, std::vector<std::size_t>> of_user;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].problem.empty()) {
      of_user[ascii_lower(items[i].target.id)].push_back(i);
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

/// The header of a table, which is then at its first row.
columns_found read_header(csv_reader& table, const table_options& options, bool needs_file) {
  std::vector<std::string> header;
  if (!table.next(header)) {
    throw table_error{std::string{"it is empty; the first line must name the columns, such as target"} +
                      (needs_file ? ",file" : "")};
  }
  return find_columns(header, options.columns, needs_file);
}

std::vector<upload_request> parse_recipients(std::string_view text, const table_options& options) {
  csv_reader table{text, separator_of(text)};
  const columns_found at = read_header(table, options, true);
  std::vector<std::string> fields;
  std::vector<upload_request> out;
  while (next_row(table, fields, at.count)) {
    upload_request one;
    one.line = table.line();
    one.what = options.usual;
    const auto field = [&](std::size_t column) { return column < fields.size() ? fields[column] : std::string{}; };
    one.target = parse_target(field(at.target));
    const std::string file = field(at.file);
    one.path = file.empty() || file.starts_with('/') ? file : options.folder + file;
    if (const std::string named = field(at.purpose); !named.empty()) {
      const std::optional<purpose> known = purpose_named(ascii_lower(named));
      one.what = known.value_or(options.usual);
      one.problem = known ? "" : "'" + named + "' is not a purpose; use background or picture.";
    }
    if (fields.size() > at.count) {
      one.problem = "The line has " + std::to_string(fields.size()) + " fields, but the header has " +
                    std::to_string(at.count) + "; quote fields that contain a separator.";
    } else if (file.empty()) {
      one.problem = "The line has no file.";
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<target> targets_in(std::string_view text, const table_options& options) {
  csv_reader table{text, separator_of(text)};
  const columns_found at = read_header(table, options, false);
  std::vector<std::string> fields;
  std::vector<target> out;
  while (table.next(fields)) {
    if (at.target < fields.size() && !fields[at.target].empty()) {
      out.push_back(parse_target(fields[at.target]));
    }
  }
  return out;
}

std::vector<upload_request> match_by_email(std::span<const std::string> paths,
                                           std::optional<std::span<const target>> people, purpose purpose) {
  std::map<std::string, std::vector<const target*>> called;
  std::set<target> known;
  for (const target& person : people.value_or(std::span<const target>{})) {
    if (!known.insert(person).second) {
      continue;
    }
    const std::string address = ascii_lower(person.id);
    called[address].push_back(&person);
    if (const std::string local = address.substr(0, address.find('@')); local != address) {
      called[local].push_back(&person);
    }
  }
  std::vector<upload_request> out;
  for (const std::string& path : paths) {
    upload_request one;
    one.what = purpose;
    one.path = path;
    const std::string stem{stem_of(path)};
    one.target = {target_kind::user, stem};
    if (std::string problem = problem_of_name(path, stem); !problem.empty()) {
      one.problem = std::move(problem);
    } else if (!people) {
      one.problem = is_address(stem) ? "" : "The file name is not an e-mail address.";
    } else if (const auto match = called.find(ascii_lower(stem)); match == called.end()) {
      one.problem = "The file name matches no address in the table.";
    } else if (match->second.size() > 1) {
      one.problem = "The file name matches several people: " + match->second[0]->id + " and " + match->second[1]->id +
                    "; use the whole address.";
    } else {
      one.target = *match->second.front();
    }
    out.push_back(std::move(one));
  }
  refuse_doubled(out);
  if (people) {
    std::set<std::string> served;
    std::ranges::transform(out, std::inserter(served, served.end()),
                           [](const upload_request& request) { return ascii_lower(request.target.id); });
    for (const target& person : *people) {
      if (served.insert(ascii_lower(person.id)).second) {
        out.push_back({person, purpose, {}, "No file is named after this address.", 0});
      }
    }
  }
  return out;
}

}  // namespace preflight::upload
