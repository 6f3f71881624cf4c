#include <memory>

#include "commands/all.hpp"
#include "options/file_options.hpp"
#include "options/send_options.hpp"
#include "run/send_run.hpp"
#include "run/upload_requests.hpp"

namespace preflight::cli {
namespace {

int upload_files(const upload_options& options, const standard_streams& streams) {
  send_run run{options.sending, working_folder(), read_files(options.files), streams};
  return run.send(upload_requests(options.files, run.policies_of(options.files.usual_purpose()), streams));
}

}  // namespace

action add_upload(CLI::App& app) {
  CLI::App& line =
      *app.add_subcommand("upload", "Send files that pass the check to Zoom, as backgrounds or profile pictures.");
  const auto options = std::make_shared<upload_options>();
  add_upload_options(line, *options);
  line.footer(std::string{
      "Run the same command again to continue an interrupted upload. Exit status: 0 all sent or already-there, 1 some "
      "refused or failed, 2 could not run, 3 some unknown or still queued."}
                  .append(credentials_help));
  return [options](const standard_streams& streams) { return upload_files(*options, streams); };
}

}  // namespace preflight::cli
