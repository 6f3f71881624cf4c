#include <fmt/format.h>

#include <preflight/destinations/all.hpp>
#include <preflight/report/run_rules.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/word_wrap.hpp>
#include <preflight/upload/api/directory_group.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/api/target.hpp>
#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/rules/all.hpp>

#include "cli/fatal_error.hpp"
#include "commands/all.hpp"
#include "config/policies.hpp"
#include "options/option_group.hpp"
#include "options/send_options.hpp"
#include "output/item_report.hpp"
#include "output/text_output.hpp"
#include "run/connection.hpp"

namespace preflight::cli {
namespace {

using upload::api_result;
using upload::call;
using upload::im_group;
using upload::result_with;

enum class im_group_action : std::uint8_t { update, list, show };
constexpr std::array<std::string_view, 3> im_group_action_names{"update", "list", "show"};
constexpr std::array<std::string_view, 2> encoding_names{"json", "multipart"};

struct im_group_options {
  std::optional<im_group_action> action;
  std::string group;        ///< its id
  upload::group_form form;  ///< as it is typed: rules judge it, and a project may say that one counts as a warning
  std::optional<upload::form_encoding> encoding;  ///< unset: json
  send_options sending;
};

/// With the prefix of a target or without it.
std::string parse_group(const std::string& text) {
  const upload::target target = upload::parse_target(text);
  return target.kind == upload::target_kind::group ? target.id : text;
}

void add_options(command_line& app, im_group_options& options) {
  upload::group_form& form = options.form;
  option_group changes{app, "Changes"};
  changes.choice("ACTION", "", options.action, im_group_action_names,
                 "list: all groups. show: one group. update: change its name, type or search options.");
  changes.parsed("GROUP", "", options.group, parse_group, "Group id, as list shows it.");
  changes.text("--name", "NAME", form.name, "New name: at most 128 characters, unique in the account.");
  changes.text("--type", "TYPE", form.type,
               "Visibility: normal (members see each other, others can find them), shared (everyone in the account "
               "sees it) or restricted (only members see it).");
  changes.text("--search-by-domain", "true|false", form.search_by_domain, "Let people in the same domain find it.");
  changes.text("--search-by-account", "true|false", form.search_by_account, "Let people in the account find it.");
  changes.text("--search-by-ma-account", "true|false", form.search_by_ma_account,
               "Let people in the master account find it.");
  option_group sending{app, "Sending"};
  sending.choice(
      "--encoding", "HOW", options.encoding, encoding_names,
      "Request encoding: json (default), which Zoom's API expects, or multipart, as in Zoom's documentation.");
  add_zoom_plan_option(app, options.sending);
  sending.flag("--dry-run", options.sending.dry_run, "update: check the change without connecting.");
  add_log_option(app, options.sending);
}

void require_consistent(const im_group_options& options) {
  reject_if(!options.action, "no action given: use update, list or show");
  const bool updates = options.action == im_group_action::update;
  const bool lists = options.action == im_group_action::list;
  reject_useless(fmt::format("im-group {}", im_group_action_names[static_cast<std::size_t>(*options.action)]),
                 {{"--name", options.form.name && !updates},
                  {"--type", options.form.type && !updates},
                  {"--search-by-domain", options.form.search_by_domain && !updates},
                  {"--search-by-account", options.form.search_by_account && !updates},
                  {"--search-by-ma-account", options.form.search_by_ma_account && !updates},
                  {"--encoding", options.encoding && !updates},
                  {"--dry-run", options.sending.dry_run && !updates},
                  {"a group", !options.group.empty() && lists}});
  reject_if(!lists && options.group.empty(), "no group given; media-preflight im-group list shows them");
}

int write_done(std::string_view text, const standard_streams& streams) {
  write_all(streams.output, "standard output", text);
  return status_good;
}

/// Says what became of a call, and gives the exit status.
int report_result(const api_result& result, std::string_view done, const standard_streams& streams) {
  if (result.ok()) {
    return write_done(done, streams);
  }
  const std::string code = result.code ? fmt::format(", code {}", *result.code) : std::string{};
  const std::string status = result.http_status == 0 ? std::string{} : fmt::format(" ({}{})", result.http_status, code);
  write_message(streams.error, fmt::format("media-preflight: {}{}: {}\n", name_of(result.error), status,
                                           escaped(upload::sentence_of(result))));
  const bool is_open = result.kind == upload::result_kind::uncertain || result.kind == upload::result_kind::daily_limit;
  return is_open ? status_open : status_findings;
}

/// Judges a request as more and more of it is known, and says each fault once on standard error.
class request_checker {
 public:
  request_checker(const im_group_options& options, const standard_streams& streams)
      : streams_{&streams}, policies_{options.sending.policy} {}

  /// Throws fatal_error where there is an error.
  void require_good(const upload::request& request) {
    report report;
    run_rules(upload::all_request_rules, upload::request_subject{request}, destinations::zoom_background,
              policies_.for_folder("").request_rules, report);
    for (const finding& finding : report.findings()) {
      if (reported_.insert(finding.rule).second) {
        write_message(streams_->error,
                      fmt::format("{:<7}  {}: {}\n         -> {}\n", name_of(finding.severity), finding.rule->id,
                                  escaped(finding.message.text()), escaped(finding.fix.text())));
      }
    }
    if (report.verdict() == verdict::fail) {
      throw fatal_error{"nothing was sent"};
    }
  }

 private:
  const standard_streams* streams_;
  policies policies_;
  std::set<const rule_info*> reported_;
};

/// "sales   restricted   12  Sales"
void append_group(std::string& out, const im_group& group) {
  for (const auto& [text, width] : {std::pair{escaped(group.id), 28U}, std::pair{escaped(group.type), 12U}}) {
    out += text;
    append_column(out, display_width(text), width);
  }
  out += fmt::format("{:>7}  {}\n", group.members ? std::to_string(*group.members) : "?", escaped(group.name));
}

std::string about(const im_group& group) {
  const auto shown = [](const std::optional<bool>& value) { return !value ? "unknown" : *value ? "true" : "false"; };
  std::string out;
  append_group(out, group);
  return out + fmt::format("  search_by_domain      {}\n  search_by_account     {}\n  search_by_ma_account  {}\n",
                           shown(group.search_by_domain), shown(group.search_by_account),
                           shown(group.search_by_ma_account));
}

/// Whether another group has the name that this one is to get; false where that cannot be asked.
bool is_name_taken(const im_group_options& options, connection& zoom) {
  const std::optional<std::string>& granted = zoom.session.granted;
  if (granted && !upload::suffices(*granted, upload::endpoint_of(call::list_im_groups).scopes)) {
    return false;
  }
  const result_with<std::vector<im_group>> groups = zoom.client.im_groups();
  return groups.value && std::ranges::any_of(*groups.value, [&](const im_group& group) {
           return group.name == *options.form.name && group.id != options.group;
         });
}

int update(const im_group_options& options, const standard_streams& streams) {
  upload::group_form form = options.form;
  upload::request request{.kind = upload::target_kind::group, .id = options.group, .form = &form};
  request_checker checker{options, streams};
  checker.require_good(request);
  if (options.sending.dry_run) {
    return write_done("the change passes all checks; nothing was sent\n", streams);
  }
  item_report report{options.sending, streams};
  connection zoom{options.sending, report};
  std::vector<upload::planned_call> calls{upload::planned(call::update_im_group)};
  if (!form.name) {
    calls.push_back(upload::planned(call::get_im_group));
  }
  request.calls = calls;
  request.token_has_no_user = zoom.session.is_app;
  request.granted = zoom.session.granted;
  checker.require_good(request);
  if (form.name) {
    form.name_is_taken = is_name_taken(options, zoom);
    checker.require_good(request);
  } else {
    // Zoom may demand the name in every change, so one that is to stay is read first.
    const result_with<im_group> present = zoom.client.im_group_of(options.group);
    if (!present.value) {
      return report_result(present.what, {}, streams);
    }
    form.name = present.value->name.empty() ? std::nullopt : std::optional{present.value->name};
  }
  const api_result result =
      zoom.client.update_im_group(options.group, form, options.encoding.value_or(upload::form_encoding::json));
  return report_result(result, fmt::format("changed the directory group {}\n", escaped(options.group)), streams);
}

int read(const im_group_options& options, const standard_streams& streams) {
  item_report report{options.sending, streams};
  connection zoom{options.sending, report};
  upload::zoom_client& client = zoom.client;
  std::string out;
  if (options.action == im_group_action::list) {
    const result_with<std::vector<im_group>> groups = client.im_groups();
    for (const im_group& group : groups.value.value_or(std::vector<im_group>{})) {
      append_group(out, group);
    }
    return report_result(groups.what, out, streams);
  }
  const result_with<im_group> group = client.im_group_of(options.group);
  return report_result(group.what, group.value ? about(*group.value) : std::string{}, streams);
}

int use_im_group(const im_group_options& options, const standard_streams& streams) {
  require_consistent(options);
  return options.action == im_group_action::update ? update(options, streams) : read(options, streams);
}

}  // namespace

action add_im_group(command_line& line) {
  const auto options = std::make_shared<im_group_options>();
  add_options(line, *options);
  line.footer =
      std::string{
          "Exit status: 0 done, 1 refused by Zoom, 2 refused before any request or could not run, 3 outcome unknown or "
          "daily limit reached."}
          .append(credentials_help);
  return [options](const standard_streams& streams) { return use_im_group(*options, streams); };
}

}  // namespace preflight::cli
