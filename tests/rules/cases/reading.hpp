#pragma once

#include <cerrno>

#include "rules/rule_case.hpp"

namespace preflight::test {

/// What can be said before the format is known.
inline rule_cases reading_cases() {
  return {
      {.rule = "unreadable",
       .outcome = expected::firing,
       .name = "no permission",
       .not_read = failure{failure_code::unreadable, "permission denied", 0, EACCES}},
      {.rule = "unreadable",
       .outcome = expected::firing,
       .name = "a folder that may not be listed",
       .not_read = failure{failure_code::folder_unreadable, "permission denied", 0, EACCES}},
      {.rule = "unreadable",
       .outcome = expected::firing,
       .name = "a FIFO",
       .not_read = failure{failure_code::not_regular, "it is a FIFO"}},
      {.rule = "unreadable",
       .outcome = expected::firing,
       .name = "shorter while it was being read",
       .not_read = failure{failure_code::changed, "the file became shorter while it was being read", 4096}},
      {.rule = "unreadable",
       .outcome = expected::firing,
       .name = "a caller's mistake",
       .not_read = failure{failure_code::invalid_argument, "the window is smaller than preflight::window_size"}},
      {.rule = "unreadable", .outcome = expected::firing, .name = "no reason given", .not_read = failure{}},
      {.rule = "unreadable", .outcome = expected::silent, .name = "a file that was read", .file = png()},
      {.rule = "unreadable",
       .outcome = expected::boundary,
       .name = "read, and empty",
       .file = named_only(format::empty),
       .also = {"empty-file"}},

      {.rule = "empty-file", .outcome = expected::firing, .name = "0 bytes", .file = named_only(format::empty)},
      {.rule = "empty-file", .outcome = expected::silent, .name = "a picture", .file = png()},
      {.rule = "empty-file",
       .outcome = expected::boundary,
       .name = "1 byte",
       .file = sized(named_only(format::unknown), 1),
       .path = "a/b.png",
       .also = {"format-unknown"}},

      {.rule = "format-unknown",
       .outcome = expected::firing,
       .name = "bytes of no format",
       .file = named_only(format::unknown),
       .path = "a/b.png"},
      {.rule = "format-unknown",
       .outcome = expected::firing,
       .name = "a destination without a list of formats",
       .file = named_only(format::unknown),
       .destination = &anything},
      {.rule = "format-unknown", .outcome = expected::silent, .name = "a picture", .file = png()},
      {.rule = "format-unknown",
       .outcome = expected::boundary,
       .name = "known, though not accepted",
       .file = named_only(format::webp),
       .also = {"format-not-accepted"}},
      {.rule = "format-unknown",
       .outcome = expected::boundary,
       .name = "0 bytes",
       .file = named_only(format::empty),
       .also = {"empty-file"}},
  };
}

}  // namespace preflight::test
