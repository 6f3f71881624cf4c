#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include <preflight/text/escape_for_display.hpp>
#include <preflight/upload/ledger/sqlite_ledger.hpp>

#include "cli/fatal_error.hpp"
#include "commands/all.hpp"
#include "options/option_group.hpp"
#include "options/send_options.hpp"
#include "output/shown_figures.hpp"
#include "output/text_output.hpp"
#include "run/connection.hpp"

namespace preflight::cli {
namespace {

enum class stored_action : std::uint8_t { list, erase };
constexpr std::array<std::string_view, 2> stored_action_names{"list", "delete"};

struct stored_options {
  std::optional<stored_action> action;
  std::optional<upload::target> target;
  std::vector<std::string> ids;
  bool all = false;
  send_options sending;
};

/// Tells what the service said, and the exit status of that, which is the one of sending.
int report_result(const upload::api_result& result, const upload::target& target, const standard_streams& streams) {
  using enum upload::result_kind;
  write_message(streams.error, fmt::format("media-preflight: {}: {}\n", escaped(text_of(target)),
                                           escaped(upload::sentence_of(result))));
  return result.kind == uncertain || result.kind == daily_limit ? status_open : status_findings;
}

/// "file-1  12 KiB  image  lobby.png  (default)"
std::string line_of(const upload::stored_file& file) {
  return fmt::format("{}  {}  {}  {}{}\n", escaped(file.id), file.bytes ? shown_size(*file.bytes) : "?",
                     file.is_video ? "video" : "image", escaped(file.name), file.is_default ? "  (default)" : "");
}

/// What is deleted was sent no more, so that the next run may send it again.
void note_deletion(const stored_options& options, std::span<const std::string> ids) {
  const std::string path = ledger_path(options.sending.ledger);
  const upload::ledger_owner owner = owner_from_environment();
  if (!upload::sqlite_ledger::open_to_read(path, owner)) {
    return;
  }
  upload::sqlite_ledger ledger = upload::sqlite_ledger::open(path, owner);
  const std::string target = text_of(*options.target);
  ledger.mark_removed(target, ids);
  for (const upload::purpose use : {upload::purpose::picture, upload::purpose::webinar_wallpaper}) {
    if (ids.empty()) {
      ledger.forget({target, {}, {}, use, owner.account, owner.api});
    }
  }
}

int delete_backgrounds(const stored_options& options, upload::zoom_client& client,
                       std::span<const upload::stored_file> files, const standard_streams& streams) {
  std::vector<std::string> ids = options.ids;
  if (options.all) {
    std::ranges::transform(files, std::back_inserter(ids), &upload::stored_file::id);
  }
  std::string deleted;
  for (const std::string& id : ids) {
    const auto file = std::ranges::find(files, id, &upload::stored_file::id);
    if (file == files.end()) {
      write_message(streams.error, fmt::format("media-preflight: {} has no background {}; nothing was deleted\n",
                                               escaped(text_of(*options.target)), escaped(id)));
      return status_findings;
    }
    deleted += "deleted  " + line_of(*file);
  }
  if (ids.empty()) {
    write_message(streams.error, "media-preflight: there are no backgrounds to delete\n");
    return status_good;
  }
  if (const upload::api_result result = client.delete_backgrounds(*options.target, ids); !result.ok()) {
    return report_result(result, *options.target, streams);
  }
  note_deletion(options, ids);
  write_all(streams.output, "standard output", deleted);
  return status_good;
}

int use_backgrounds(const stored_options& options, const standard_streams& streams) {
  const bool deletes = options.action == stored_action::erase;
  reject_if(!options.action || !options.target, "use backgrounds list TARGET, or backgrounds delete TARGET");
  reject_useless("backgrounds list", {{"ID", !deletes && !options.ids.empty()}, {"--all", !deletes && options.all}});
  reject_if(deletes && options.ids.empty() != options.all, "backgrounds delete needs either ids or --all");
  item_report report{options.sending, streams};
  connection zoom{options.sending, report};
  const auto listed = zoom.client.backgrounds_of(*options.target);
  if (!listed.value) {
    return report_result(listed.what, *options.target, streams);
  }
  if (deletes) {
    return delete_backgrounds(options, zoom.client, listed.value->files, streams);
  }
  std::string out;
  for (const upload::stored_file& file : listed.value->files) {
    out += line_of(file);
  }
  out += listed.value->wallpaper ? fmt::format("{}  wallpaper\n", escaped(*listed.value->wallpaper)) : "";
  write_all(streams.output, "standard output", out);
  return status_good;
}

int use_picture(const stored_options& options, const standard_streams& streams) {
  reject_if(options.action != stored_action::erase || !options.target, "use picture delete TARGET");
  item_report report{options.sending, streams};
  connection zoom{options.sending, report};
  if (const upload::api_result result = zoom.client.delete_picture(*options.target); !result.ok()) {
    return report_result(result, *options.target, streams);
  }
  note_deletion(options, {});
  write_all(streams.output, "standard output",
            fmt::format("deleted the {} of {}\n",
                        options.target->kind == upload::target_kind::webinar ? "wallpaper" : "picture",
                        escaped(text_of(*options.target))));
  return status_good;
}

std::shared_ptr<stored_options> add_options(command_line& line, const std::string& help, const std::string& targets) {
  const auto options = std::make_shared<stored_options>();
  option_group group{line, "Selection"};
  group.choice("ACTION", "", options->action, stored_action_names, help);
  group.parsed("TARGET", "", options->target, &upload::parse_target, targets);
  add_zoom_plan_option(line, options->sending);
  add_ledger_option(line, options->sending.ledger);
  add_log_option(line, options->sending);
  line.footer = fmt::format(
      "Deletes without asking, and shows what was deleted. Exit status: 0 done, 1 refused or "
      "failed, 2 could not run, 3 the result is unknown.{}",
      credentials_help);
  return options;
}

}  // namespace

action add_backgrounds(command_line& line) {
  const auto options =
      add_options(line, "list: show the id, size, kind and name of each. delete: delete the ones with these IDs.",
                  "user:ID, an e-mail address, group:ID, account:me or webinar:ID.");
  option_group group{line, "Selection"};
  group.list(
      "ID", "", options->ids, [](const std::string& id) { return id; }, "Ids, as list shows them.");
  group.flag("--all", options->all, "delete: delete all backgrounds of the target.");
  return [options](const standard_streams& streams) { return use_backgrounds(*options, streams); };
}

action add_picture(command_line& line) {
  const auto options = add_options(line, "delete: delete the picture, or the wallpaper of a webinar.",
                                   "user:ID, an e-mail address or webinar:ID.");
  return [options](const standard_streams& streams) { return use_picture(*options, streams); };
}

}  // namespace preflight::cli
