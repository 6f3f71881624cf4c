#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
#include <preflight/report/run_rules.hpp>
#include <preflight/text/ascii_case.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/formats/utc_time.hpp>
#include <preflight/upload/api/target.hpp>
#include <preflight/upload/ledger/reconcile.hpp>
#include <preflight/upload/ledger/sqlite_ledger.hpp>
#include <preflight/upload/output/ledger_entries.hpp>
#include <preflight/upload/rules/all.hpp>

#include "cli/fatal_error.hpp"
#include "commands/all.hpp"
#include "options/option_group.hpp"
#include "options/send_options.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

enum class ledger_action : std::uint8_t { show, dump, forget, settle };
constexpr std::array<std::string_view, 4> ledger_action_names{"show", "export", "forget", "settle"};

struct ledger_options {
  std::optional<ledger_action> action;
  std::string ledger;  ///< empty: the usual one
  upload::sqlite_ledger::selection selection;
  bool all = false;
  bool there = false;
  bool not_there = false;
};

/// As the ledger writes it. A target with an unknown prefix would be found in no ledger, so it is refused in the words
/// in which sending refuses it.
std::string parse_target(const std::string& text) {
  const upload::target target = upload::parse_target(text);
  const auto report = std::make_unique<preflight::report>();
  const upload::request request{.kind = target.kind, .id = target.id};
  run_rules(upload::all_request_rules, upload::request_subject{request}, destinations::zoom_background, severities{},
            *report);
  if (const finding* const invalid = report->first(upload::rules::target_invalid.id); invalid != nullptr) {
    throw fatal_error{fmt::format("--target: {} {}", invalid->message.text(), invalid->fix.text())};
  }
  return text_of(target);
}

std::string parse_sha256(const std::string& text) {
  const std::string hash = ascii_lower(text);
  if (hash.size() != 64 || hash.find_first_not_of("0123456789abcdef") != std::string::npos) {
    throw fatal_error{fmt::format("--sha256 must be 64 hexadecimal digits, as in ledger export, got '{}'", text)};
  }
  return hash;
}

void add_options(command_line& app, ledger_options& options) {
  upload::sqlite_ledger::selection& selection = options.selection;
  option_group group{app, "Selection"};
  group.choice("ACTION", "", options.action, ledger_action_names,
               "show or export (JSON lines): list entries. forget: drop the entries; files on Zoom stay. settle: "
               "record what you saw, with --there or --not-there.");
  group.parsed("--target", "TARGET", selection.target, parse_target, "Select entries of this target.");
  group.choice("--purpose", "WHAT", selection.what, upload::purpose_names, "Select entries of this purpose.");
  group.parsed("--sha256", "HASH", selection.sha256, parse_sha256, "Select entries of the file with this hash.");
  group.choice("--state", "STATE", selection.state, upload::ledger_state_names,
               "Select entries in this state: an outcome such as sent, in-flight (request not finished) or removed "
               "(deleted to make "
               "room).");
  group.text("--account", "ID", selection.account, "Select entries of this account.");
  group.flag("--all", options.all, "forget: select all entries.");
  option_group settling{app, "Settling"};
  settling.flag("--there", options.there, "settle: Zoom has the file; record it as sent.");
  settling.flag("--not-there", options.not_there, "settle: Zoom does not have the file; the next run sends it.");
  add_ledger_option(app, options.ledger);
}

void require_consistent(const ledger_options& options) {
  reject_if(!options.action, "no action given: use show, export, forget or settle");
  const bool forgets = options.action == ledger_action::forget;
  const bool settles = options.action == ledger_action::settle;
  const upload::sqlite_ledger::selection& selection = options.selection;
  reject_useless(fmt::format("ledger {}", ledger_action_names[static_cast<std::size_t>(*options.action)]),
                 {{"--all", options.all && !forgets},
                  {"--there", options.there && !settles},
                  {"--not-there", options.not_there && !settles},
                  {"--state", selection.state && settles}});
  reject_if(forgets && !options.all && !selection.target && !selection.what && !selection.sha256 && !selection.state &&
                !selection.account,
            "nothing selected: use --target, --purpose, --sha256, --state, --account or --all");
  reject_if(settles && (!selection.target || !selection.sha256 || options.there == options.not_there),
            "ledger settle needs --target and --sha256, and either --there or --not-there");
}

/// "sent       2026-11-22T17:40:00Z  user:anna@example.com  background  lobby.png  (file-1)"
void append_line(std::string& out, const upload::ledger_entry& entry) {
  out += fmt::format("{:<9}  {}  {}  {}  {}", name_of(entry.state), iso_time(time_of(entry)), escaped(entry.target),
                     name_of(entry.what), escaped(entry.file_name));
  out += entry.zoom_id.empty() ? "\n" : fmt::format("  ({})\n", escaped(entry.zoom_id));
  if (!entry.message.empty() && entry.state != upload::ledger_state::sent) {
    out += fmt::format("{:11}{}\n", "", escaped(entry.message));
  }
}

void show(const upload::sqlite_ledger& ledger, const ledger_options& options, const standard_streams& streams) {
  std::string out;
  for (const upload::ledger_entry& entry : ledger.select(options.selection)) {
    options.action == ledger_action::show ? append_line(out, entry) : upload::writers::append_entry(out, entry);
  }
  write_all(streams.output, "standard output", out);
}

/// The one entry that a person is to decide about. Throws fatal_error.
upload::ledger_entry open_question(const upload::sqlite_ledger& ledger,
                                   const upload::sqlite_ledger::selection& selection) {
  std::vector<upload::ledger_entry> open;
  std::optional<upload::ledger_state> known;
  for (const upload::ledger_entry& entry : ledger.select(selection)) {
    known = entry.state;
    if (is_open_question(entry)) {
      open.push_back(entry);
    }
  }
  if (open.empty()) {
    throw fatal_error{known ? fmt::format("nothing to settle: the ledger records it as {}", name_of(*known))
                            : "nothing to settle: the ledger has no such entry"};
  }
  reject_if(open.size() > 1, "several entries match; narrow them down with --purpose or --account");
  return open.front();
}

/// What a person has seen decides what the service's list could not.
std::string settle(upload::sqlite_ledger ledger, const ledger_options& options) {
  upload::ledger_entry entry = open_question(ledger, options.selection);
  if (options.there) {
    entry.state = upload::ledger_state::sent;
    entry.zoom_id.clear();  // of an earlier copy, if any
    entry.message.clear();
    entry.before.clear();
    ledger.put(entry);
  } else {
    ledger.forget({entry.target, entry.sha256, {}, entry.what, entry.owner.account, entry.owner.api});
  }
  return fmt::format("{}{} to {}\n", options.there ? "recorded as sent: " : "dropped, so the next run sends it: ",
                     escaped(entry.file_name), escaped(entry.target));
}

std::string forget(upload::sqlite_ledger ledger, const upload::sqlite_ledger::selection& selection) {
  const std::uint64_t count = ledger.forget(selection);
  return fmt::format("forgot {} {}\n", count, count == 1 ? "entry" : "entries");
}

int use_ledger(const ledger_options& options, const standard_streams& streams) {
  require_consistent(options);
  const std::string path = ledger_path(options.ledger);
  std::optional<upload::sqlite_ledger> ledger = upload::sqlite_ledger::open_to_read(path);
  if (!ledger) {
    reject_if(!options.ledger.empty(), fmt::format("no such ledger: {}", path));
    write_message(streams.error, fmt::format("media-preflight: no ledger {} yet\n", escaped(path)));
    return options.action == ledger_action::settle ? status_cannot_run : status_good;
  }
  if (options.action == ledger_action::show || options.action == ledger_action::dump) {
    show(*ledger, options, streams);
    return status_good;
  }
  ledger.reset();
  write_all(streams.output, "standard output",
            options.action == ledger_action::forget ? forget(upload::sqlite_ledger::open(path), options.selection)
                                                    : settle(upload::sqlite_ledger::open(path), options));
  return status_good;
}

}  // namespace

action add_ledger(command_line& line) {
  const auto options = std::make_shared<ledger_options>();
  add_options(line, *options);
  line.footer = R"(Examples
  media-preflight ledger show --state unknown
  media-preflight ledger settle --target user:anna@example.com --sha256 HASH \
      --there
  media-preflight ledger forget --target user:anna@example.com

Exit status: 0 success, 2 nothing selected or could not run.)";
  return [options](const standard_streams& streams) { return use_ledger(*options, streams); };
}

}  // namespace preflight::cli
