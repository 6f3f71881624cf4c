#include <algorithm>
#include <memory>

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
  about.in_run = in_run;
  about.decoded = file.seen && file.seen->decoded ? &*file.seen->decoded : nullptr;
  about.asked = &how;
  judge(about, *by.where, *by.how, *found);
  return {found->findings().begin(), found->findings().end()};
}

bool has_error(std::span<const finding> findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const finding& each) { return each.severity == severity::error; });
}

}  // namespace preflight::upload
