#include <preflight/upload/plan/plan.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include <preflight/upload/api/endpoints.hpp>

namespace preflight::upload {

std::string absolute(const std::string& folder, const std::string& path) {
  return path.starts_with('/') || folder.empty() ? path : folder + '/' + path;
}

std::string names_of(std::span<const older_file> files) {
  std::string out;
  for (const older_file& file : files) {
    out += (out.empty() ? "" : ", ") + file.name;
  }
  return out;
}

plan_cost cost_of(const plan& plan) {
  plan_cost out;
  std::array<std::uint64_t, rate_label_names.size()> calls{};
  const auto make = [&](call api_call) { ++calls[static_cast<std::size_t>(endpoint_of(api_call).label)]; };
  std::set<target> listed;
  for (const plan_item& item : plan.items) {
    const bool is_sent = item.action == upload_outcome::planned;
    if (!is_sent && item.deletes.empty()) {
      continue;
    }
    if (is_listed(item.what) && listed.insert(item.target).second) {
      ++out.listings;
      make(list_call(item.target.kind));
    }
    if (!item.deletes.empty() && !replaces(item.what)) {
      ++out.deletions;
      make(delete_call(item.target.kind, item.what));
    }
    if (is_sent) {
      ++out.uploads;
      make(upload_call(item.target.kind, item.what));
    }
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const rate allowed = rate_of(static_cast<rate_label>(i), plan.rates);
    const double in_a_second =
        plan.calls_a_second ? *plan.calls_a_second : allowed.calls / std::chrono::duration<double>(allowed.per).count();
    if (in_a_second > 0) {
      out.seconds = std::max(out.seconds, static_cast<double>(calls[i]) / in_a_second);
    }
    if (allowed.calls_a_day && calls[i] > 0) {
      const std::uint64_t made = static_cast<rate_label>(i) == rate_label::medium ? plan.asked : 0;
      out.days = std::max<std::uint64_t>(out.days, (calls[i] + made + *allowed.calls_a_day - 1) / *allowed.calls_a_day);
    }
  }
  return out;
}

}  // namespace preflight::upload
