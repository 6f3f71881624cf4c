#include "scan/run_fingerprint.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/text/text_hash.hpp>

namespace preflight::cli {
namespace {

void add_rules(text_hash& hash, std::vector<std::string_view> rules) {
  std::ranges::sort(rules);
  for (const std::string_view rule : rules) {
    hash << rule << text_hash::end;
  }
  hash << text_hash::end;
}

}  // namespace

std::uint64_t run_fingerprint(const scan_options& options, const policies& policies, const path_list& paths,
                              const baseline& known) {
  text_hash hash;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    hash << paths.folder(i) << paths.name(i) << text_hash::end;
  }
  hash << text_hash::end;
  const decode_settings& decoding = options.decoding;
  for (const std::uint64_t number :
       {std::uint64_t{options.judge}, std::uint64_t{options.folders.with_hidden},
        std::uint64_t{options.folders.with_ignored}, std::uint64_t{options.policy.warnings_as_errors},
        std::uint64_t{policies.discovers()}, static_cast<std::uint64_t>(options.depth), policies.fingerprint(),
        decoding.ceilings.pixels, std::uint64_t{decoding.ceilings.seconds}, decoding.ceilings.memory,
        std::uint64_t{decoding.keyframes_only}, known.fingerprint()}) {
    hash << std::to_string(number) << text_hash::end;
  }
  for (const std::string& pattern : options.folders.exclude) {
    hash << pattern << text_hash::end;
  }
  hash << std::to_string(int{options.folders.with_configured_exclusions}) << text_hash::end;
  hash << options.policy.destination << text_hash::end;
  add_rules(hash, options.policy.select);
  add_rules(hash, options.policy.ignore);
  return hash.value() >> 11;  // every reader of JSON keeps 53 bits
}

}  // namespace preflight::cli
