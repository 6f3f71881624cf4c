#include <algorithm>
#include <memory>

#include <preflight/engine/engine.hpp>
#include <preflight/report/run_rules.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/upload/rules/all.hpp>
#include <preflight/upload/send/file_policy.hpp>

namespace preflight::upload {

std::uint64_t max_bytes_of(const destination& limits) {
  constexpr std::uint64_t default_limit = 256ULL << 20U;
  return limits.max_bytes.value > 0 ? limits.max_bytes.value : default_limit;
}

std::vector<finding> judge_item(const file_snapshot& file, const std::string& path, const judged_by& policy,
                                const request& request, const run_position* in_run) {
  static constexpr facts unknown{};
  const auto verdict = std::make_unique<report>();
  subject about{file.seen ? file.seen->file : unknown, path};
  about.not_read = file.not_read ? &*file.not_read : nullptr;
  // The number of files is documented for a user, or a webinar, so only there it is a rule about the file.
  run_position position = in_run != nullptr ? *in_run : run_position{};
  position.fix =
      "Choose fewer files, remove some that are already there, or use --make-room own to delete the oldest files that "
      "the ledger records as sent.";
  if (request.kind == target_kind::webinar) {
    position.holder = name_of(request.kind);
    position.fix = request.use == purpose::webinar_wallpaper
                       ? "Use --replace own if this ledger sent the wallpaper, or --replace any."
                       : position.fix;
  } else if (request.kind != target_kind::user) {
    position.accepted_before = 0;
  }
  about.in_run = in_run != nullptr ? &position : nullptr;
  about.decoded = file.seen && file.seen->decoded ? &*file.seen->decoded : nullptr;
  engine::judge(about, *policy.where, *policy.how, *verdict);
  run_rules(all_request_rules, {request, about.file.format, file.not_read ? nullptr : in_run}, *policy.where,
            *policy.request_rules, *verdict);
  return {verdict->findings().begin(), verdict->findings().end()};
}

bool is_refused(const facts& file, const std::string& path, const judged_by& policy) {
  const auto verdict = std::make_unique<report>();
  engine::judge(subject{file, path}, *policy.where, *policy.how, *verdict);
  return has_error(verdict->findings());
}

std::string send_blocker(const file_snapshot& file, const destination& limits) {
  if (file.is_whole()) {
    return {};
  }
  std::string out{"The file was not read completely, so it is not sent, whatever the rules allow: "};
  if (file.not_read) {
    return out.append(file.not_read->what) + '.';
  }
  inline_string<64> limit;
  limit << digit_grouping{max_bytes_of(limits)};
  return out.append("it has more than ").append(limit.text()).append(" bytes.");
}

bool has_error(std::span<const finding> findings) {
  return std::any_of(findings.begin(), findings.end(), [](const finding& f) { return f.severity == severity::error; });
}

}  // namespace preflight::upload
