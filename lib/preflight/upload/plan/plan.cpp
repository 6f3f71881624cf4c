#include <preflight/upload/plan/plan.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>

#include <preflight/upload/api/endpoints.hpp>

namespace preflight::upload {

namespace {

constexpr std::size_t place_of(rate_label label) { return static_cast<std::size_t>(label); }

/// The days of a run that ends where a day's calls do, and goes on with the target of that moment on the next one.
class calendar_of_calls {
 public:
  explicit calendar_of_calls(const plan& plan) : rates_{plan.rates} {
    begin_day();
    if (std::optional<std::uint64_t>& left = left_[place_of(rate_label::medium)]) {
      *left -= std::min(*left, plan.asked);
    }
  }

  /// False where it had to wait for the next day.
  bool make(rate_label label) {
    std::optional<std::uint64_t>& left = left_[place_of(label)];
    const bool waits = left == 0U;
    if (waits) {
      begin_day();
      ++days_;
    }
    if (left) {
      --*left;
    }
    return !waits;
  }
  [[nodiscard]] std::uint64_t days() const { return days_; }

 private:
  void begin_day() {
    for (std::size_t i = 0; i < left_.size(); ++i) {
      left_[i] = rate_of(static_cast<rate_label>(i), rates_).calls_a_day;
    }
  }

  zoom_plan rates_;
  std::array<std::optional<std::uint64_t>, rate_label_names.size()> left_{};
  std::uint64_t days_ = 1;
};

}  // namespace

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
  std::map<target, std::vector<const plan_item*>> of_targets;
  for (const plan_item& item : plan.items) {
    if (item.action == upload_outcome::planned) {
      of_targets[item.target].push_back(&item);
    }
  }
  std::array<std::uint64_t, rate_label_names.size()> calls{};
  calendar_of_calls days{plan};
  for (const auto& [target, items] : of_targets) {
    const bool is_asked =
        std::ranges::any_of(items, [](const plan_item* item) { return item->what == purpose::background; });
    const rate_label asking = endpoint_of(list_call(target.kind)).label;
    const auto make = [&](call api_call) {
      const rate_label label = endpoint_of(api_call).label;
      ++calls[place_of(label)];
      // The next run asks about the target anew.
      if (!days.make(label) && is_asked) {
        days.make(asking);
      }
    };
    if (is_asked) {
      ++out.listings;
      ++calls[place_of(asking)];
      days.make(asking);
    }
    for (const plan_item* item : items) {
      if (!item->deletes.empty()) {
        ++out.deletions;
        make(delete_call(target.kind, item->what));
      }
      ++out.uploads;
      make(upload_call(target.kind, item->what));
    }
  }
  out.days = days.days();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const rate allowed = rate_of(static_cast<rate_label>(i), plan.rates);
    const double in_a_second =
        plan.calls_a_second ? *plan.calls_a_second : allowed.calls / std::chrono::duration<double>(allowed.per).count();
    if (in_a_second > 0) {
      out.seconds = std::max(out.seconds, static_cast<double>(calls[i]) / in_a_second);
    }
  }
  return out;
}

}  // namespace preflight::upload
