#pragma once

#include <array>
#include <string_view>

#include <preflight/output/ci/github.hpp>
#include <preflight/output/ci/gitlab.hpp>
#include <preflight/output/ci/sarif.hpp>
#include <preflight/output/concise.hpp>
#include <preflight/output/html/html.hpp>
#include <preflight/output/json.hpp>
#include <preflight/output/junit.hpp>
#include <preflight/output/ndjson.hpp>
#include <preflight/output/text.hpp>
#include <preflight/output/writer.hpp>

namespace preflight {

/// Every form of output; the first is the default. A new one is one file of this room and one entry here.
inline constexpr std::array all_writers{
    &writers::text,   &writers::concise, &writers::json,  &writers::ndjson, &writers::junit,
    &writers::github, &writers::gitlab,  &writers::sarif, &writers::html,
};

/// nullptr if none has that name.
[[nodiscard]] constexpr const writer* writer_named(std::string_view name) {
  for (const writer* candidate : all_writers) {
    if (candidate->name == name) {
      return candidate;
    }
  }
  return nullptr;
}

}  // namespace preflight
