#include "commands/ledger.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
#include <preflight/output/json_members.hpp>
#include <preflight/report/run_rules.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/word_wrap.hpp>
#include <preflight/upload/api/target.hpp>
#include <preflight/upload/ledger/ledger.hpp>
#include <preflight/upload/ledger/reconcile_item.hpp>
#include <preflight/upload/retry/utc_time.hpp>
#include <preflight/upload/rules/all.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "options/send_options.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::array<std::string_view, 4> actions{"show", "export", "forget", "settle"};

struct ledger_request {
  std::string what;
  std::string ledger;
  std::string target;
  std::string purpose;
  std::string sha256;
  std::string state;
  bool all = false;
  bool there = false;
  bool not_there = false;
};

/// In the words in which sending refuses it. What has a prefix that is none would be found in no ledger.
void must_be_possible(const upload::target& target) {
  const auto found = std::make_unique<report>();
  const upload::request asked{.kind = target.kind, .id = target.id};
  run_rules(upload::all_request_rules, upload::request_subject{asked}, destinations::zoom_background, severities{},
            *found);
  if (const finding* const wrong = found->first(upload::rules::target_invalid.id); wrong != nullptr) {
    throw fatal_error{fmt::format("--target: {} {}", wrong->message.text(), wrong->fix.text())};
  }
}

upload::ledger::selection selection_of(const ledger_request& request) {
  upload::ledger::selection out;
  if (!request.target.empty()) {
    const upload::target target = upload::parse_target(request.target);
    must_be_possible(target);
    out.target = text_of(target);
  }
  if (!request.purpose.empty()) {
    out.what = upload::purpose_named(request.purpose);
    if (!out.what) {
      throw fatal_error{fmt::format("--purpose: unknown purpose '{}'{}", request.purpose,
                                    suggestion(request.purpose, upload::purpose_names))};
    }
  }
  if (!request.sha256.empty()) {
    out.sha256 = request.sha256;
    std::transform(out.sha256->begin(), out.sha256->end(), out.sha256->begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (out.sha256->size() != 64 || out.sha256->find_first_not_of("0123456789abcdef") != std::string::npos) {
      throw fatal_error{
          fmt::format("--sha256 must be 64 hexadecimal digits, as in ledger export, got '{}'", request.sha256)};
    }
  }
  if (!request.state.empty()) {
    const auto& names = upload::ledger_state_names;
    const auto found = std::find(names.begin(), names.end(), request.state);
    if (found == names.end()) {
      throw fatal_error{fmt::format("--state: unknown state '{}'{}", request.state, suggestion(request.state, names))};
    }
    out.state = static_cast<upload::ledger_state>(found - names.begin());
  }
  return out;
}

bool is_selected(const upload::ledger_entry& entry, const upload::ledger::selection& by) {
  return (!by.target || *by.target == entry.target) && (!by.what || *by.what == entry.what) &&
         (!by.sha256 || *by.sha256 == entry.sha256) && (!by.state || *by.state == entry.state);
}

/// "sent       2026-11-22T17:40:00Z  user:anna@example.com  background  lobby.png  (file-1)"
void append_line(std::string& out, const upload::ledger_entry& entry) {
  out += name_of(entry.state);
  append_column(out, name_of(entry.state).size(), 11);
  out += upload::iso_time(time_of(entry));
  out += "  ";
  append_escaped(out, entry.target);
  out += fmt::format("  {}  ", name_of(entry.what));
  append_escaped(out, entry.file_name);
  if (!entry.zoom_id.empty()) {
    out += "  (";
    append_escaped(out, entry.zoom_id);
    out += ')';
  }
  out += '\n';
  if (!entry.message.empty() && entry.state != upload::ledger_state::sent) {
    out += "           ";
    append_escaped(out, entry.message);
    out += '\n';
  }
}

void append_object(std::string& out, const upload::ledger_entry& entry) {
  writers::json_members members{out};
  members.text("type", "ledger-entry");
  members.text("target", entry.target);
  members.text("purpose", name_of(entry.what));
  members.text("sha256", entry.sha256);
  members.text("state", name_of(entry.state));
  writers::append_path(members, out, entry.path);
  members.text("name", entry.file_name);
  members.number("bytes", entry.bytes);
  members.text_or_null("zoom_id", entry.zoom_id);
  members.number_unless_zero("http_status", entry.http_status);
  members.number_or_null("code", entry.code);
  members.text_or_null("message", entry.message);
  members.text_or_null("tracking_id", entry.tracking_id);
  members.number("requests", entry.requests);
  members.text("changed", upload::iso_time(time_of(entry)));
  members.close();
  out += '\n';
}

int forget(const std::string& file, const upload::ledger::selection& which, const standard_streams& around) {
  const std::uint64_t count = upload::ledger::open(file).forget(which);
  write_all(around.output, "standard output", fmt::format("forgot {} {}\n", count, count == 1 ? "entry" : "entries"));
  return status_good;
}

/// What a person has seen decides what the service's list could not.
int settle(const ledger_request& request, const std::string& file, const upload::ledger::selection& which,
           const standard_streams& around) {
  upload::ledger book = upload::ledger::open(file);
  std::vector<upload::ledger_entry> open;
  std::optional<upload::ledger_state> known;
  book.for_each([&](const upload::ledger_entry& each) {
    if (is_selected(each, which)) {
      known = each.state;
      if (is_open_question(each)) {
        open.push_back(each);
      }
    }
  });
  if (open.empty()) {
    throw fatal_error{known ? fmt::format("nothing to settle: the ledger has it as {}", name_of(*known))
                            : "nothing to settle: the ledger has no such entry"};
  }
  if (open.size() > 1) {
    throw fatal_error{"this file was sent as background and as picture; choose with --purpose"};
  }
  upload::ledger_entry& one = open.front();
  if (request.there) {
    one.state = upload::ledger_state::sent;
    one.zoom_id.clear();  // of an earlier copy, if any
    one.message.clear();
    one.before.clear();
    book.put(one);
  } else {
    book.forget({one.target, one.sha256, {}, one.what});
  }
  std::string line = request.there ? "recorded as sent: " : "dropped, so the next run sends it: ";
  append_escaped(line, one.file_name);
  line += " to ";
  append_escaped(line, one.target);
  write_all(around.output, "standard output", line + '\n');
  return status_good;
}

void must_make_sense(const ledger_request& request) {
  const bool settles = request.what == "settle";
  const auto refuse = [&](bool is_given, std::string_view option, bool has_use) {
    if (is_given && !has_use) {
      throw fatal_error{fmt::format("{} cannot be used with ledger {}", option, request.what)};
    }
  };
  refuse(request.all, "--all", request.what == "forget");
  refuse(request.there, "--there", settles);
  refuse(request.not_there, "--not-there", settles);
  refuse(!request.state.empty(), "--state", !settles);
  const bool is_narrow =
      !request.target.empty() || !request.purpose.empty() || !request.sha256.empty() || !request.state.empty();
  if (request.what == "forget" && !is_narrow && !request.all) {
    throw fatal_error{"nothing selected: use --target, --purpose, --sha256, --state or --all"};
  }
  if (settles && (request.target.empty() || request.sha256.empty() || request.there == request.not_there)) {
    throw fatal_error{"ledger settle needs --target and --sha256, and either --there or --not-there"};
  }
}

int use_ledger(const ledger_request& request, const standard_streams& around) {
  if (std::find(actions.begin(), actions.end(), request.what) == actions.end()) {
    throw fatal_error{request.what.empty() ? "no action given: use show, export, forget or settle"
                                           : fmt::format("unknown action 'ledger {}'{}", request.what,
                                                         suggestion(request.what, actions))};
  }
  must_make_sense(request);
  const upload::ledger::selection which = selection_of(request);
  const std::string file = ledger_file(request.ledger);
  std::optional<upload::ledger> book = upload::ledger::open_to_read(file);
  if (!book && !request.ledger.empty()) {
    throw fatal_error{fmt::format("no such ledger: {}", file)};
  }
  if (!book) {
    write_message(around.error, fmt::format("media-preflight: no ledger {} yet\n", escaped(file)));
    return request.what == "settle" ? status_cannot_run : status_good;
  }
  if (request.what == "forget" || request.what == "settle") {
    book.reset();
    return request.what == "forget" ? forget(file, which, around) : settle(request, file, which, around);
  }
  constexpr std::size_t piece = std::size_t{64} << 10U;
  std::string out;
  book->for_each([&](const upload::ledger_entry& entry) {
    if (is_selected(entry, which)) {
      request.what == "show" ? append_line(out, entry) : append_object(out, entry);
      if (out.size() > piece) {
        write_all(around.output, "standard output", out);
        out.clear();
      }
    }
  });
  write_all(around.output, "standard output", out);
  return status_good;
}

}  // namespace

action add_ledger(CLI::App& to) {
  CLI::App& line = *to.add_subcommand("ledger", "Show, export or correct the record of what was sent.");
  const auto request = std::make_shared<ledger_request>();
  line.add_option("ACTION", request->what,
                  "show or export (JSON lines): list entries. forget: drop the entries; files on Zoom stay. settle: "
                  "record what you saw, with --there or --not-there.");
  line.add_option("--target", request->target, "Select entries of this target.")
      ->type_name("TARGET")
      ->group("Selection");
  line.add_option("--purpose", request->purpose, "Select entries by purpose: background or picture.")
      ->type_name("WHAT")
      ->group("Selection");
  line.add_option("--sha256", request->sha256, "Select entries of the file with this hash.")
      ->type_name("HASH")
      ->group("Selection");
  line.add_option("--state", request->state,
                  "Select entries in this state: in-flight, sent, refused, failed, queued, unknown or removed.")
      ->type_name("STATE")
      ->group("Selection");
  line.add_flag("--all", request->all, "forget: select all entries.")->group("Selection");
  line.add_flag("--there", request->there, "settle: Zoom has the file; record it as sent.")->group("Settling");
  line.add_flag("--not-there", request->not_there, "settle: Zoom does not have the file; the next run sends it.")
      ->group("Settling");
  add_ledger_option(line, request->ledger);
  return [request](const standard_streams& around) { return use_ledger(*request, around); };
}

}  // namespace preflight::cli
