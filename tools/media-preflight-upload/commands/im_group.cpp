#include "commands/im_group.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
#include <preflight/report/run_rules.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/word_wrap.hpp>
#include <preflight/upload/api/directory_group.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/api/target.hpp>
#include <preflight/upload/plan/planning.hpp>
#include <preflight/upload/rules/all.hpp>

#include "cli/did_you_mean.hpp"
#include "cli/fatal_error.hpp"
#include "config/policies.hpp"
#include "options/connection.hpp"
#include "options/send_options.hpp"
#include "output/item_report.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

using upload::api_result;
using upload::call;
using upload::result_with;

constexpr std::array<std::string_view, 5> actions{"update", "add", "list", "show", "members"};
constexpr std::array<std::string_view, 2> encodings{"json", "multipart"};

struct im_group_request {
  std::string what;
  std::string group;
  std::vector<std::string> members;
  std::optional<std::string> name;
  std::optional<std::string> type;
  std::optional<std::string> search_by_domain;
  std::optional<std::string> search_by_account;
  std::optional<std::string> search_by_ma_account;
  std::string encoding;
  sending_request sending;
};

upload::group_form form_of(const im_group_request& request) {
  return {.name = request.name,
          .type = request.type,
          .search_by_domain = request.search_by_domain,
          .search_by_account = request.search_by_account,
          .search_by_ma_account = request.search_by_ma_account};
}

/// Judges the request as more and more of it is known, and says each fault once, on standard error.
class inspector {
 public:
  inspector(const im_group_request& request, const standard_streams& around)
      : policies_{request.sending.file_policy}, how_{&policies_.for_folder("").request_rules}, around_{&around} {}

  /// Throws fatal_error where there is an error.
  void judge(const upload::request& asked) {
    report found;
    run_rules(upload::all_request_rules, upload::request_subject{asked}, destinations::zoom_background, *how_, found);
    for (const finding& each : found.findings()) {
      if (std::find(said_.begin(), said_.end(), each.rule) == said_.end()) {
        said_.push_back(each.rule);
        write_message(around_->error,
                      fmt::format("{:<7}  {}: {}\n         -> {}\n", name_of(each.severity), each.rule->id,
                                  escaped(each.message.text()), escaped(each.fix.text())));
      }
    }
    if (found.verdict() == verdict::fail) {
      throw fatal_error{"nothing was sent"};
    }
  }

 private:
  policies policies_;
  const severities* how_;
  const standard_streams* around_;
  std::vector<const rule_info*> said_;
};

/// What a call that went well leaves to be said; of another, what became of it. Gives the exit status.
int tell(const api_result& what, const std::string& done, const standard_streams& around) {
  if (what.ok()) {
    write_all(around.output, "standard output", done);
    return status_good;
  }
  const std::string code = what.code ? fmt::format(", code {}", *what.code) : std::string{};
  const std::string status = what.http_status == 0 ? std::string{} : fmt::format(" ({}{})", what.http_status, code);
  write_message(around.error,
                fmt::format("media-preflight: {}{}: {}\n", what.outcome, status, escaped(upload::sentence_of(what))));
  const bool is_open = what.kind == upload::result_kind::uncertain || what.kind == upload::result_kind::daily_limit ||
                       what.outcome == "interrupted";
  return is_open ? status_open : status_findings;
}

/// "sales   restricted   12  Sales"
void append_group(std::string& out, const upload::im_group& one) {
  const auto cell = [&](const std::string& text, std::size_t width) {
    const std::string shown = escaped(text);
    out += shown;
    append_column(out, display_width(shown), width);
  };
  cell(one.id, 28);
  cell(one.type, 12);
  out += fmt::format("{:>7}  ", one.members ? std::to_string(*one.members) : "?");
  append_escaped(out, one.name);
  out += '\n';
}

std::string about(const upload::im_group& one) {
  const auto shown = [](const std::optional<bool>& value) { return !value ? "unknown" : *value ? "true" : "false"; };
  std::string out;
  append_group(out, one);
  out += fmt::format("  search_by_domain      {}\n", shown(one.search_by_domain));
  out += fmt::format("  search_by_account     {}\n", shown(one.search_by_account));
  out += fmt::format("  search_by_ma_account  {}\n", shown(one.search_by_ma_account));
  return out;
}

bool may_call(const connection& with, call which) {
  const std::optional<std::string>& granted = with.who().granted;
  return !granted || upload::suffices(*granted, upload::endpoint_of(which).scopes);
}

/// The service may demand the name in every change, so one that is to stay is read first; of one that is new it is
/// asked whether another group has it.
std::optional<api_result> complete(upload::group_form& form, std::string& present_name, const im_group_request& request,
                                   connection& with) {
  if (!form.name) {
    const result_with<upload::im_group> now = with.client().im_group_of(request.group);
    if (!now.value) {
      return now.what;
    }
    present_name = now.value->name;
    return std::nullopt;
  }
  if (may_call(with, call::list_im_groups)) {
    const result_with<std::vector<upload::im_group>> all = with.client().im_groups();
    form.name_is_taken = all.value && std::any_of(all.value->begin(), all.value->end(), [&](const auto& each) {
                           return each.name == *form.name && each.id != request.group;
                         });
  }
  return std::nullopt;
}

int update(const im_group_request& request, const standard_streams& around) {
  upload::group_form form = form_of(request);
  upload::request asked{.kind = upload::target_kind::group, .id = request.group, .form = &form};
  inspector rules{request, around};
  rules.judge(asked);
  if (request.sending.dry_run) {
    write_all(around.output, "standard output", "the change passes all checks; nothing was sent\n");
    return status_good;
  }

  item_report report{request.sending, around};
  connection with{rates_of(request.sending).value_or(upload::zoom_plan::pro), request.sending, report};
  std::vector<upload::planned_call> calls{upload::planned(call::update_im_group)};
  if (!form.name) {
    calls.push_back(upload::planned(call::get_im_group));
  }
  asked.calls = calls;
  asked.token_has_no_user = with.who().is_app;
  if (with.who().granted) {
    asked.granted = *with.who().granted;
  }
  rules.judge(asked);
  std::string present_name;
  if (const std::optional<api_result> failed = complete(form, present_name, request, with)) {
    return tell(*failed, {}, around);
  }
  rules.judge(asked);

  upload::im_group_change change = upload::change_of(form);
  if (!change.name && !present_name.empty()) {
    change.name = present_name;
  }
  const bool is_form = request.encoding == "multipart";
  const api_result what = with.client().update_im_group(
      request.group, change, is_form ? upload::form_encoding::multipart : upload::form_encoding::json);
  return tell(what, fmt::format("changed the directory group {}\n", escaped(request.group)), around);
}

/// Everybody once; parse_target() writes an address in small letters.
std::vector<upload::im_group_member> members_of(const im_group_request& request, inspector& rules) {
  std::vector<upload::im_group_member> out;
  std::set<std::string> known;
  for (const std::string& each : request.members) {
    const upload::target who = upload::parse_target(each);
    rules.judge({.kind = upload::target_kind::user, .id = who.kind == upload::target_kind::user ? who.id : each});
    if (known.insert(who.id).second) {
      out.push_back({who.id});
    }
  }
  return out;
}

std::string listed(std::span<const upload::im_group_member> who) {
  std::string out;
  for (const upload::im_group_member& each : who) {
    out += out.empty() ? "" : ", ";
    append_escaped(out, each.id_or_email);
  }
  return out;
}

int add(const im_group_request& request, const standard_streams& around) {
  if (request.members.empty()) {
    throw fatal_error{"no members given: add ids or e-mail addresses after the group"};
  }
  inspector rules{request, around};
  const std::vector<upload::im_group_member> who = members_of(request, rules);
  if (request.sending.dry_run) {
    write_all(around.output, "standard output", "the change passes all checks; nothing was sent\n");
    return status_good;
  }
  item_report report{request.sending, around};
  connection with{rates_of(request.sending).value_or(upload::zoom_plan::pro), request.sending, report};
  const std::array calls{upload::planned(call::add_im_group_members)};
  upload::request asked{.kind = upload::target_kind::group, .id = request.group, .calls = calls};
  if (with.who().granted) {
    asked.granted = *with.who().granted;
  }
  rules.judge(asked);
  const result_with<upload::added_members> came = with.client().add_im_group_members(request.group, who);
  const upload::added_members& added = *came.value;
  const std::string line =
      fmt::format("added {} of {} to the directory group {}\n", added.done, who.size(), escaped(request.group));
  if (!came.what.ok() && added.done > 0) {
    write_all(around.output, "standard output", line);
  }
  const int status = tell(came.what, line, around);
  const auto name = [&](std::string_view what, std::span<const upload::im_group_member> whom) {
    if (!whom.empty()) {
      write_message(around.error, fmt::format("media-preflight: {}: {}\n", what, listed(whom)));
    }
  };
  const std::span<const upload::im_group_member> left = std::span{who}.subspan(added.done);
  name("it is unknown whether these were added", left.first(added.in_doubt));
  name(added.in_doubt > 0 ? "not tried" : "not added", left.subspan(added.in_doubt));
  return status;
}

int read(const im_group_request& request, const standard_streams& around) {
  item_report report{request.sending, around};
  connection with{rates_of(request.sending).value_or(upload::zoom_plan::pro), request.sending, report};
  std::string out;
  if (request.what == "list") {
    const result_with<std::vector<upload::im_group>> all = with.client().im_groups();
    for (const upload::im_group& each : all.value.value_or(std::vector<upload::im_group>{})) {
      append_group(out, each);
    }
    return tell(all.what, out, around);
  }
  if (request.what == "show") {
    const result_with<upload::im_group> one = with.client().im_group_of(request.group);
    return tell(one.what, one.value ? about(*one.value) : std::string{}, around);
  }
  const result_with<std::vector<std::string>> all = with.client().im_group_members(request.group);
  for (const std::string& each : all.value.value_or(std::vector<std::string>{})) {
    append_escaped(out, each);
    out += '\n';
  }
  return tell(all.what, out, around);
}

/// An option that would do nothing was meant to do something.
void must_make_sense(const im_group_request& request) {
  const bool updates = request.what == "update";
  const auto refuse = [&](bool is_given, std::string_view option, bool has_use) {
    if (is_given && !has_use) {
      throw fatal_error{fmt::format("{} cannot be used with im-group {}", option, request.what)};
    }
  };
  refuse(request.name.has_value(), "--name", updates);
  refuse(request.type.has_value(), "--type", updates);
  refuse(request.search_by_domain.has_value(), "--search-by-domain", updates);
  refuse(request.search_by_account.has_value(), "--search-by-account", updates);
  refuse(request.search_by_ma_account.has_value(), "--search-by-ma-account", updates);
  refuse(!request.encoding.empty(), "--encoding", updates);
  refuse(request.sending.dry_run, "--dry-run", updates || request.what == "add");
  refuse(!request.group.empty(), "a group", request.what != "list");
}

int use_im_group(im_group_request request, const standard_streams& around) {
  if (std::find(actions.begin(), actions.end(), request.what) == actions.end()) {
    throw fatal_error{request.what.empty() ? "no action given: use update, add, list, show or members"
                                           : fmt::format("unknown action 'im-group {}'{}", request.what,
                                                         suggestion(request.what, actions))};
  }
  must_make_sense(request);
  must_make_sense(request.sending);
  if (!request.encoding.empty() && std::find(encodings.begin(), encodings.end(), request.encoding) == encodings.end()) {
    throw fatal_error{
        fmt::format("--encoding: unknown value '{}'{}", request.encoding, suggestion(request.encoding, encodings))};
  }
  if (request.what != "list" && request.group.empty()) {
    throw fatal_error{"no group given; media-preflight im-group list shows them"};
  }
  if (request.what != "add" && !request.members.empty()) {
    throw fatal_error{fmt::format("unexpected argument '{}'", request.members.front())};
  }
  if (const upload::target group = upload::parse_target(request.group); group.kind == upload::target_kind::group) {
    request.group = group.id;
  }
  return request.what == "update" ? update(request, around)
         : request.what == "add"  ? add(request, around)
                                  : read(request, around);
}

}  // namespace

action add_im_group(CLI::App& to) {
  CLI::App& line = *to.add_subcommand("im-group", "List or change Zoom directory groups.");
  const auto request = std::make_shared<im_group_request>();
  line.add_option("ACTION", request->what, "update: change the group. add: add members. list, show, members: read.");
  line.add_option("GROUP", request->group, "Group id, as list shows it.");
  line.add_option("MEMBER", request->members, "add: ids or e-mail addresses to add.");
  const std::string group = "Changes";
  const auto field = [&](const char* name, std::optional<std::string>& into, const char* type, const char* text) {
    line.add_option(name, into, text)->type_name(type)->group(group);
  };
  field("--name", request->name, "NAME", "New name: at most 128 characters, unique in the account.");
  field("--type", request->type, "TYPE",
        "Visibility: normal (searchable), shared (whole account) or restricted (members only).");
  field("--search-by-domain", request->search_by_domain, "true|false", "Let people of the same domain find it.");
  field("--search-by-account", request->search_by_account, "true|false", "Let people of the account find it.");
  field("--search-by-ma-account", request->search_by_ma_account, "true|false",
        "Let people of the master account find it.");
  const std::string sending = "Sending";
  line.add_option("--encoding", request->encoding,
                  "Request encoding: json (default), as Zoom's API expects, or multipart, as its page shows.")
      ->type_name("HOW")
      ->group(sending);
  line.add_option("--zoom-plan", request->sending.rates,
                  "Zoom plan of the account, which sets its rate limits: free, pro (default) or business.")
      ->type_name("PLAN")
      ->group(sending);
  line.add_flag("--dry-run", request->sending.dry_run, "update, add: check the change without connecting.")
      ->group(sending);
  add_log_option(line, request->sending.log_level);
  line.footer(
      "Exit status: 0 done, 1 refused by Zoom, 2 refused before any request or could not run, 3 outcome unknown, daily "
      "limit reached, or interrupted after some members were added.");
  return [request](const standard_streams& around) { return use_im_group(*request, around); };
}

}  // namespace preflight::cli
