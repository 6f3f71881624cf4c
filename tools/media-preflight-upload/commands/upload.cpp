#include <memory>

#include <fmt/format.h>

#include "commands/all.hpp"
#include "options/file_options.hpp"
#include "run/send_run.hpp"
#include "run/upload_requests.hpp"

namespace preflight::cli {

action add_upload(command_line& line) {
  const auto options = std::make_shared<upload_options>();
  add_upload_options(line, *options);
  line.footer = fmt::format("Run the same command again to continue an interrupted upload. {}{}",
                            exit_statuses_of_sending, credentials_help);
  return [options](const standard_streams& streams) {
    send_run run{options->sending, working_folder(), streams};
    return run.send(upload_requests(options->files, run));
  };
}

}  // namespace preflight::cli
