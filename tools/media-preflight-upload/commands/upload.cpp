#include "commands/upload.hpp"

#include <memory>
#include <vector>

#include "options/file_options.hpp"
#include "options/send_options.hpp"
#include "run/item_run.hpp"

namespace preflight::cli {
namespace {

struct upload_request {
  file_request files;
  sending_request sending;
};

int upload_files(const upload_request& request, const standard_streams& around) {
  const std::string folder = working_folder();
  file_judging by{request.sending, folder, around};
  const std::vector<upload::upload_request> wanted = wanted_items(request.files, by.rules(purpose_of(request.files)));
  name_problems(wanted, around);
  sending_request sending = request.sending;
  sending.read = files_read(request.files);
  return run_items(wanted, nullptr, folder, by, sending, around);
}

}  // namespace

action add_upload(CLI::App& to) {
  CLI::App& line = *to.add_subcommand("upload", "Send files that pass to Zoom, as backgrounds or profile pictures.");
  const auto request = std::make_shared<upload_request>();
  add_file_options(line, request->files);
  add_sending_options(line, request->sending);
  add_room_option(line, request->sending);
  add_judging_options(line, request->sending);
  add_report_options(line, request->sending);
  line.footer(
      "Run the same command again to continue an interrupted upload. Exit status: 0 all sent or already-there, 1 some "
      "refused or failed, 2 could not run, 3 some unknown or still queued.");
  return [request](const standard_streams& around) { return upload_files(*request, around); };
}

}  // namespace preflight::cli
