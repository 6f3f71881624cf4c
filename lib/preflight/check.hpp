#pragma once

#include <span>
#include <string_view>

#include <preflight/destinations/all.hpp>
#include <preflight/report.hpp>
#include <preflight/rules/judge.hpp>
#include <preflight/sniff/probe.hpp>

namespace preflight {

/// What can be read from, judged under the name it would travel by. Nothing is decoded: depth::decode is no more than
/// depth::structure here, and who has a decoding besides hands it to judge(). Takes up to 128 KiB of stack: a window of
/// 64 KiB and the report.
template <source S>
[[nodiscard]] report check(S& from, std::string_view name, const destination& where, depth to = depth::structure,
                           const budget& ceilings = {}) {
  report found;
  const result<probe_result> looked = probe(from, to, ceilings);
  if (looked) {
    found.file = looked->file;
    found.bytes_read = looked->bytes_read;
    judge(subject{found.file, name}, where, severities{}, found);
  } else {
    judge(subject{found.file, name, &looked.error()}, where, severities{}, found);
  }
  return found;
}

/// The same for bytes in memory.
[[nodiscard]] inline report check(std::span<const unsigned char> bytes, std::string_view name, const destination& where,
                                  depth to = depth::structure, const budget& ceilings = {}) {
  memory_source from{bytes};
  return check(from, name, where, to, ceilings);
}

}  // namespace preflight
