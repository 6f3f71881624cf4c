#include "commands/start_mark.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "scan/text_hash.hpp"

namespace preflight::cli {
namespace {

/// Neither a path nor an option has a NUL byte in it.
constexpr std::string_view end{"\0", 1};

void add_names(text_hash& to, std::vector<std::string> names) {
  std::ranges::sort(names);
  for (const std::string& each : names) {
    to << each << end;
  }
  to << end;
}

}  // namespace

std::uint64_t start_mark(const scan_request& request, const policy_options& judging, bool judges,
                         const path_list& asked) {
  text_hash out;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    out << asked.folder(i) << asked.name(i) << end;
  }
  out << end;
  for (const bool each : {judges, request.with_hidden, request.with_ignored, judging.warnings_as_errors}) {
    out << (each ? "1" : "0");
  }
  out << request.depth << end << judging.destination << end << judging.configuration << end;
  add_names(out, judging.select);
  add_names(out, judging.ignore);
  const decode_request& decoding = request.decoding;
  for (const auto& each : {decoding.max_pixels, decoding.max_seconds, decoding.max_memory, decoding.video_frames}) {
    out << each.value_or(std::string{}) << end;
  }
  return out.value() >> 11;  // every reader of JSON keeps 53 bits
}

}  // namespace preflight::cli
