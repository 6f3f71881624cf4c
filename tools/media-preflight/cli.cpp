#include "cli.hpp"

#include <array>
#include <string_view>

#include "cli/command_runner.hpp"
#include "commands/all.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view examples = R"(Examples
  media-preflight check photos/                    a folder and all in it
  media-preflight check --for zoom-picture me.jpg  a profile picture
  media-preflight check --output ndjson . | jq .   for scripts
  media-preflight explain video-too-large          why, and by which limit
  media-preflight plan --csv people.csv            what sending would do

But for sending, nothing is uploaded, changed or looked up anywhere: every
answer comes from the bytes of the file.)";

constexpr std::string_view sender = "media-preflight-upload";
constexpr std::string_view sender_libraries = "libcurl, SQLite and OpenSSL";

constexpr std::array sending{
    external_command{"plan", "Say what sending files to Zoom would do, and what it would take.", sender,
                     sender_libraries},
    external_command{"apply", "Do what a plan says, and nothing else.", sender, sender_libraries},
    external_command{"upload", "Send what passes to Zoom: backgrounds, profile pictures; exactly these bytes, once.",
                     sender, sender_libraries},
    external_command{"ledger", "Show, export or forget what was sent to whom.", sender, sender_libraries},
    external_command{"im-group", "Change a directory group of Zoom.", sender, sender_libraries},
};

constexpr program front_end{
    "Tells before an upload whether a picture or video will be accepted, and if not, why, by which limit, and what to "
    "do.",
    examples, all_commands, sending};

}  // namespace

int run(std::span<const std::string> arguments, const standard_streams& around) {
  return run(front_end, arguments, around);
}

}  // namespace preflight::cli
