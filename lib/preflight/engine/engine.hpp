#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/engine/source_view.hpp>
#include <preflight/facts.hpp>
#include <preflight/facts/depth.hpp>
#include <preflight/input/budget.hpp>
#include <preflight/input/result.hpp>
#include <preflight/input/source.hpp>
#include <preflight/output/writer.hpp>
#include <preflight/report.hpp>
#include <preflight/rule.hpp>
#include <preflight/rules/severities.hpp>
#include <preflight/sniff/probe_result.hpp>

/// The same as the headers of the core, compiled once: who includes this and links media_preflight::engine compiles no
/// rule, no sniffer and no writer. The names are those of the core.
namespace preflight::engine {

extern const std::span<const file_rule* const> all_rules;
[[nodiscard]] const file_rule* rule_named(std::string_view id);

extern const std::span<const writer* const> all_writers;
[[nodiscard]] const writer* writer_named(std::string_view name);

[[nodiscard]] facts sniff(std::span<const unsigned char> bytes, depth depth = depth::structure,
                          const budget& budget = {});

[[nodiscard]] result<probe_result> probe(source_view source, std::span<unsigned char> window,
                                         depth depth = depth::structure, const budget& budget = {});
[[nodiscard]] result<probe_result> probe(source_view source, depth depth = depth::structure, const budget& budget = {});
template <source S>
[[nodiscard]] result<probe_result> probe(S& source, std::span<unsigned char> window, depth depth = depth::structure,
                                         const budget& budget = {}) {
  return probe(source_view{source}, window, depth, budget);
}
template <source S>
[[nodiscard]] result<probe_result> probe(S& source, depth depth = depth::structure, const budget& budget = {}) {
  return probe(source_view{source}, depth, budget);
}

[[nodiscard]] report check(source_view source, std::string_view name, const destination& destination,
                           depth depth = depth::structure, const budget& budget = {});
template <source S>
[[nodiscard]] report check(S& source, std::string_view name, const destination& destination,
                           depth depth = depth::structure, const budget& budget = {}) {
  return check(source_view{source}, name, destination, depth, budget);
}
[[nodiscard]] report check(std::span<const unsigned char> bytes, std::string_view name, const destination& destination,
                           depth depth = depth::structure, const budget& budget = {});

/// Adds to the report what the rules say of a file; the report's facts are not touched.
void judge(const subject& subject, const destination& destination, const severities& severities, report& report);

}  // namespace preflight::engine
