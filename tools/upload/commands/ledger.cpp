#include "commands/ledger.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <preflight/paragraph.hpp>
#include <preflight/upload/earlier_requests.hpp>
#include <preflight/upload/ledger.hpp>
#include <preflight/upload/target.hpp>
#include <preflight/visible_text.hpp>
#include <preflight/writers/json.hpp>

#include "cannot_run.hpp"
#include "nearest.hpp"
#include "sending_request.hpp"
#include "text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::array<std::string_view, 3> actions{"show", "export", "forget"};

struct ledger_request {
  std::string what;
  std::string ledger;
  std::string target;
  std::string sha256;
  std::string state;
  bool all = false;
};

upload::ledger::selection selection_of(const ledger_request& request) {
  upload::ledger::selection out;
  if (!request.target.empty()) {
    out.target = text_of(upload::parse_target(request.target));
  }
  if (!request.sha256.empty()) {
    out.sha256 = request.sha256;
  }
  if (!request.state.empty()) {
    const auto& names = upload::ledger_state_names;
    const auto found = std::find(names.begin(), names.end(), request.state);
    if (found == names.end()) {
      throw cannot_run{
          fmt::format("--state: there is no state '{}'{}", request.state, suggestion(request.state, names))};
    }
    out.state = static_cast<upload::ledger_state>(found - names.begin());
  }
  return out;
}

bool is_selected(const upload::ledger_entry& entry, const upload::ledger::selection& by) {
  return (!by.target || *by.target == entry.target) && (!by.sha256 || *by.sha256 == entry.sha256) &&
         (!by.state || *by.state == entry.state);
}

/// "sent       2026-11-22T17:40:00Z  user:anna@example.com  background  lobby.png  (file-1)"
void append_line(std::string& out, const upload::ledger_entry& entry) {
  out += name_of(entry.state);
  append_column(out, name_of(entry.state).size(), 11);
  out += upload::iso_time(time_of(entry));
  out += "  ";
  append_visible(out, entry.target);
  out += fmt::format("  {}  ", name_of(entry.what));
  append_visible(out, entry.file_name);
  if (!entry.zoom_id.empty()) {
    out += "  (";
    append_visible(out, entry.zoom_id);
    out += ')';
  }
  out += '\n';
  if (!entry.message.empty() && entry.state != upload::ledger_state::sent) {
    out += "           ";
    append_visible(out, entry.message);
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

int forget(const ledger_request& request, const upload::ledger::selection& which, const surroundings& around) {
  if (!which.target && !which.sha256 && !which.state && !request.all) {
    throw cannot_run{"what is to be forgotten is not said: --target, --sha256, --state, or --all"};
  }
  const std::uint64_t count = upload::ledger::open(ledger_file(request.ledger)).forget(which);
  write_all(around.output, "standard output", fmt::format("forgot {} {}\n", count, count == 1 ? "entry" : "entries"));
  return status_good;
}

int use_ledger(const ledger_request& request, const surroundings& around) {
  if (std::find(actions.begin(), actions.end(), request.what) == actions.end()) {
    throw cannot_run{request.what.empty()
                         ? "what to do with the ledger is not said: show, export or forget"
                         : fmt::format("there is no 'ledger {}'{}", request.what, suggestion(request.what, actions))};
  }
  const upload::ledger::selection which = selection_of(request);
  if (request.what == "forget") {
    return forget(request, which, around);
  }
  const std::optional<upload::ledger> book = upload::ledger::open_to_read(ledger_file(request.ledger));
  if (!book) {
    write_message(around.messages,
                  fmt::format("media-preflight: there is no ledger {} yet\n", visible(ledger_file(request.ledger))));
    return status_good;
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
  CLI::App& line = *to.add_subcommand("ledger", "Show, export or forget what was sent to whom.");
  const auto request = std::make_shared<ledger_request>();
  line.add_option(
      "ACTION", request->what,
      "show: a line for each file and target. export: the same as JSON lines, complete. forget: as if it had "
      "never been sent; what the service has stays there.");
  line.add_option("--target", request->target, "Only what is about this target.")->type_name("TARGET")->group("Which");
  line.add_option("--sha256", request->sha256, "Only what has these bytes.")->type_name("HASH")->group("Which");
  line.add_option("--state", request->state,
                  "Only what is in this state: in-flight, sent, refused, failed, queued, unknown or removed.")
      ->type_name("STATE")
      ->group("Which");
  line.add_flag("--all", request->all, "forget: everything.")->group("Which");
  add_ledger_option(line, request->ledger);
  return [request](const surroundings& around) { return use_ledger(*request, around); };
}

}  // namespace preflight::cli
