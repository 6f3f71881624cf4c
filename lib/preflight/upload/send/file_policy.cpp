#include <algorithm>
#include <memory>

#include <preflight/engine/engine.hpp>
#include <preflight/report/run_rules.hpp>
#include <preflight/upload/rules/all.hpp>
#include <preflight/upload/send/file_policy.hpp>

namespace preflight::upload {

std::uint64_t most_bytes_of(const destination& where) {
  constexpr std::uint64_t where_nothing_is_said = 256ULL << 20U;
  return where.max_bytes.value > 0 ? where.max_bytes.value : where_nothing_is_said;
}

std::vector<finding> judge_item(const file_snapshot& file, const std::string& path, const judged_by& by,
                                const request& how, const run_position* in_run) {
  static constexpr facts unknown{};
  const auto found = std::make_unique<report>();
  subject about{file.seen ? file.seen->file : unknown, path};
  about.not_read = file.not_read ? &*file.not_read : nullptr;
  // The number of files is documented for a user, so only there it is a rule about the file.
  run_position position = in_run != nullptr ? *in_run : run_position{};
  position.fix =
      "Choose fewer files, remove some that are already there, or use --make-room own to delete the oldest sent from "
      "here.";
  if (how.kind != target_kind::user) {
    position.accepted_before = 0;
  }
  about.in_run = in_run != nullptr ? &position : nullptr;
  about.decoded = file.seen && file.seen->decoded ? &*file.seen->decoded : nullptr;
  engine::judge(about, *by.where, *by.how, *found);
  run_rules(all_request_rules, {how, about.file.format, file.not_read ? nullptr : in_run}, *by.where, *by.request_rules,
            *found);
  return {found->findings().begin(), found->findings().end()};
}

bool has_error(std::span<const finding> findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const finding& each) { return each.severity == severity::error; });
}

}  // namespace preflight::upload
