#include "output/run_fingerprint.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "scan/text_hash.hpp"

namespace preflight::cli {
namespace {

void add_names(text_hash& to, std::vector<std::string> names) {
  std::ranges::sort(names);
  for (const std::string& each : names) {
    to << each << text_hash::end;
  }
  to << text_hash::end;
}

}  // namespace

std::uint64_t run_fingerprint(const scan_options& request, const policies& by, bool judges, const path_list& asked) {
  const policy_options& judging = by.options();
  text_hash out;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    out << asked.folder(i) << asked.name(i) << text_hash::end;
  }
  out << text_hash::end;
  for (const bool each :
       {judges, request.with_hidden, request.with_ignored, judging.warnings_as_errors, by.discovers()}) {
    out << (each ? "1" : "0");
  }
  out << request.depth << text_hash::end << judging.destination << text_hash::end << std::to_string(by.mark())
      << text_hash::end;
  add_names(out, judging.select);
  add_names(out, judging.ignore);
  const decode_options& decoding = request.decoding;
  for (const auto& each : {decoding.max_pixels, decoding.max_seconds, decoding.max_memory, decoding.video_frames}) {
    out << each.value_or(std::string{}) << text_hash::end;
  }
  return out.value() >> 11;  // every reader of JSON keeps 53 bits
}

}  // namespace preflight::cli
