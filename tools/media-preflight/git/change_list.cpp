#include "git/change_list.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "cli/fatal_error.hpp"
#include "git/git_process.hpp"

namespace preflight::cli {
namespace {

/// Whatever the person has configured: no renames, so that a moved file is one that is deleted and one that is added;
/// names from the root, and no other program that compares.
std::vector<std::string> diff_command(std::string_view subject) {
  return {"diff", std::string{subject}, "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-relative"};
}

/// Takes what stands in front of the next `end`, and that too; nothing where there is no such character.
std::optional<std::string_view> take_field(std::string_view& text, char end) {
  const std::size_t length = text.find(end);
  if (length == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view field = text.substr(0, length);
  text.remove_prefix(length + 1);
  return field;
}

change::mode mode_of(std::string_view octal) {
  unsigned value = 0;
  std::from_chars(octal.data(), octal.data() + octal.size(), value, 8);
  constexpr unsigned type_bits = 0170000;
  switch (static_cast<change::mode>(value & type_bits)) {
    case change::mode::link: return change::mode::link;
    case change::mode::submodule: return change::mode::submodule;
    default: return value == 0 ? change::mode::none : change::mode::file;
  }
}

/// ":100644 100755 ID ID M", NUL, a path, NUL (git-diff(1), raw output format).
std::optional<diff_entry> take_entry(std::string_view& text) {
  const auto head = take_field(text, '\0');
  const auto path = take_field(text, '\0');
  if (!head || !path || path->empty()) {
    return std::nullopt;
  }
  std::string_view rest = *head;
  const auto old_mode = take_field(rest, ' ');
  const auto new_mode = take_field(rest, ' ');
  const auto old_object = take_field(rest, ' ');
  const auto new_object = take_field(rest, ' ');
  if (!old_mode || !old_mode->starts_with(':') || !new_mode || !old_object || !new_object || rest.empty()) {
    return std::nullopt;
  }
  return diff_entry{{std::string{*path}, std::string{*new_object}, mode_of(*new_mode)}, rest.front()};
}

constexpr char unmerged = 'U';
constexpr char deleted = 'D';

/// The entries but for those that are not merged.
change_list sort_out(std::vector<diff_entry> entries) {
  change_list out;
  for (diff_entry& entry : entries) {
    if (entry.status == deleted) {
      out.deleted.push_back(std::move(entry.content.path));
    } else if (entry.status != unmerged && entry.content.type != change::mode::none) {
      out.present.push_back(std::move(entry.content));
    }
  }
  return out;
}

bool is_shallow() { return run_git({"rev-parse", "--is-shallow-repository"}).output == "true\n"; }

[[noreturn]] void reject_revision(const std::string& revision, std::string_view problem) {
  throw fatal_error{fmt::format(
      "--changed-since: {} '{}'{}", problem, revision,
      is_shallow() ? " in this shallow clone; get the history first: git fetch --unshallow, in GitHub Actions "
                     "fetch-depth: 0 for actions/checkout, in GitLab CI GIT_DEPTH: 0"
                   : "")};
}

/// The first line of what a command of git says that succeeds.
std::optional<std::string> line_of_git(std::vector<std::string> arguments) {
  const git_answer answer = run_git(std::move(arguments));
  std::string_view rest = answer.output;
  const auto line = take_field(rest, '\n');
  return answer.status == 0 && line && !line->empty() ? std::optional{std::string{*line}} : std::nullopt;
}

std::optional<std::string> object_named(const std::string& name) {
  return line_of_git({"rev-parse", "--verify", "--quiet", name});
}

/// Whether this is the beginning of the ids of several objects.
bool is_ambiguous(const std::string& revision) {
  constexpr std::string_view digits = "0123456789abcdefABCDEF";
  constexpr std::size_t shortest = 4;  // that git takes for an id
  return revision.size() >= shortest && revision.find_first_not_of(digits) == std::string::npos &&
         std::ranges::count(run_git({"rev-parse", "--disambiguate=" + revision}).output, '\n') > 1;
}

/// The last commit in common with HEAD.
std::string merge_base(const std::string& revision) {
  // In two steps: what ":/text" and "HEAD^{/text}" look for may not get longer.
  const std::optional<std::string> object = object_named(revision);
  if (!object) {
    reject_revision(revision, is_ambiguous(revision)                     ? "several objects have ids that begin with"
                              : revision.find("..") != std::string::npos ? "one commit is needed, not a range such as"
                                                                         : "there is no commit");
  }
  const std::optional<std::string> commit =
      object->starts_with('^') ? std::nullopt : object_named(*object + "^{commit}");
  if (!commit) {
    reject_revision(revision, "this is not a commit, nor a tag of one:");
  }
  const std::optional<std::string> base = line_of_git({"merge-base", *commit, "HEAD"});
  if (!base) {
    reject_revision(revision, "HEAD has no commit in common with");
  }
  return *base;
}

}  // namespace

std::vector<diff_entry> parse_diff(std::string_view text) {
  std::vector<diff_entry> out;
  while (!text.empty()) {
    std::optional<diff_entry> entry = take_entry(text);
    if (!entry) {
      throw fatal_error{"git diff --raw printed an unexpected format"};
    }
    out.push_back(*std::move(entry));
  }
  return out;
}

change_list staged_changes() {
  std::vector<diff_entry> entries = parse_diff(require_git("--staged", diff_command("--cached")));
  for (const diff_entry& entry : entries) {
    if (entry.status == unmerged) {
      throw fatal_error{fmt::format("--staged: {} has merge conflicts; resolve them and add the file with git add",
                                    entry.content.path)};
    }
  }
  return sort_out(std::move(entries));
}

change_list changes_since(const std::string& revision, bool with_ignored) {
  constexpr std::string_view option = "--changed-since";
  std::vector<std::string> diff = diff_command(merge_base(revision));
  diff.emplace_back("--");
  change_list out = sort_out(parse_diff(require_git(option, std::move(diff))));
  std::vector<std::string> listing{"ls-files", "-z", "--others", "--full-name"};
  if (!with_ignored) {
    listing.emplace_back("--exclude-standard");
  }
  listing.insert(listing.end(), {"--", ":/"});
  const std::string names = require_git(option, std::move(listing));
  std::string_view rest = names;
  while (const auto path = take_field(rest, '\0')) {
    // A repository inside this one is listed as a folder.
    const bool is_repository = path->ends_with('/');
    out.present.push_back({std::string{path->substr(0, path->size() - (is_repository ? 1 : 0))},
                           {},
                           is_repository ? change::mode::submodule : change::mode::file});
  }
  return out;
}

}  // namespace preflight::cli
