#include "cli.hpp"

#include <string_view>

#include "cli/command_runner.hpp"
#include "commands/all.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view examples = R"(Examples
  media-preflight plan --csv people.csv --out plan.json  show what would be sent
  media-preflight apply plan.json                        send it
  media-preflight upload --to user:anna@example.com Lobby.png
  media-preflight upload --match email --purpose picture portraits/
  media-preflight ledger show --target user:anna@example.com

Credentials come from the environment: ZOOM_ACCESS_TOKEN, or ZOOM_ACCOUNT_ID,
ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET; or each as ..._FILE, the name of a file.)";

}  // namespace

int run_upload_program(std::span<const std::string> arguments, const standard_streams& around) {
  const command_runner runner{
      "Sends pictures and videos that pass to Zoom: exactly the bytes that were checked, never twice.",
      examples,
      upload_commands,
      {}};
  return runner.run(arguments, around);
}

}  // namespace preflight::cli
