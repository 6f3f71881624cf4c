#include <preflight/engine/engine.hpp>
#include <preflight/report/judge.hpp>

namespace preflight::engine {

constinit const std::span<const file_rule* const> all_rules{preflight::all_rules};

const file_rule* rule_named(std::string_view id) { return preflight::rule_named(id); }

void judge(const subject& subject, const destination& destination, const severities& severities, report& report) {
  preflight::judge(subject, destination, severities, report);
}

}  // namespace preflight::engine
