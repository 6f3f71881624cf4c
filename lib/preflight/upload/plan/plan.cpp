#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include <preflight/output/json_members.hpp>
#include <preflight/text/utf8.hpp>
#include <preflight/upload/api/endpoints.hpp>
#include <preflight/upload/plan/plan.hpp>

namespace preflight::upload {
namespace {

using writers::json_members;

void append_files(std::string& out, const std::vector<older_file>& files) {
  out += '[';
  for (std::size_t i = 0; i < files.size(); ++i) {
    out += i > 0 ? "," : "";
    json_members members{out};
    members.text("id", files[i].id);
    members.text("name", files[i].name);
    members.close();
  }
  out += ']';
}

void append_item(std::string& out, const plan_item& one) {
  json_members members{out};
  members.text("action", action_name(one.action));
  members.text("target", text_of(one.target));
  members.text("purpose", name_of(one.what));
  members.text("path", one.path);
  if (!is_utf8(one.path)) {
    members.name("path_base64");
    append_json_base64(out, one.path);
  }
  members.text_or_null("sha256", one.sha256);
  members.number("bytes", one.bytes);
  members.text_or_null("name", one.file_name);
  members.text_or_null("mime_type", one.mime_type);
  members.name("deletes");
  append_files(out, one.deletes);
  members.number_or_null("same_as", one.same_as);
  members.text_or_null("zoom_id", one.zoom_id);
  members.number_unless_zero("http_status", one.http_status);
  members.number_or_null("code", one.code);
  members.text_or_null("message", one.message);
  members.name("findings");
  out += '[';
  for (std::size_t i = 0; i < one.findings.size(); ++i) {
    out += i > 0 ? "," : "";
    writers::append_finding(out, one.findings[i]);
  }
  out += ']';
  members.close();
}

}  // namespace

std::string absolute(const std::string& folder, const std::string& path) {
  return path.starts_with('/') || folder.empty() ? path : folder + '/' + path;
}

std::string names_of(std::span<const older_file> files) {
  std::string out;
  for (const older_file& each : files) {
    out += (out.empty() ? "" : ", ") + each.name;
  }
  return out;
}

std::string_view action_name(upload_outcome action) {
  return action == upload_outcome::planned ? "send" : name_of(action);
}

namespace {

constexpr std::size_t place_of(rate_label label) { return static_cast<std::size_t>(label); }

/// The days of a run that ends where a day's calls do, and goes on with the target of that moment on the next one.
class calendar_of_calls {
 public:
  explicit calendar_of_calls(const plan& of) : rates_{of.rates} {
    begin_day();
    if (std::optional<std::uint64_t>& left = left_[place_of(rate_label::medium)]) {
      *left -= std::min(*left, of.asked);
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

plan_cost cost_of(const plan& of) {
  plan_cost out;
  std::map<target, std::vector<const plan_item*>> of_targets;
  for (const plan_item& each : of.items) {
    if (each.action == upload_outcome::planned) {
      of_targets[each.target].push_back(&each);
    }
  }
  std::array<std::uint64_t, rate_label_names.size()> calls{};
  calendar_of_calls days{of};
  for (const auto& [target, items] : of_targets) {
    const bool is_asked = std::any_of(items.begin(), items.end(),
                                      [](const plan_item* each) { return each->what == purpose::background; });
    const rate_label asking = endpoint_of(list_call(target.kind)).label;
    const auto make = [&](call which) {
      const rate_label label = endpoint_of(which).label;
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
    for (const plan_item* each : items) {
      if (!each->deletes.empty()) {
        ++out.deletions;
        make(delete_call(target.kind, each->what));
      }
      ++out.uploads;
      make(each->what == purpose::picture ? call::upload_picture : upload_call(target.kind, each->what));
    }
  }
  out.days = days.days();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const rate allowed = rate_of(static_cast<rate_label>(i), of.rates);
    const double in_a_second =
        of.calls_a_second ? *of.calls_a_second : allowed.calls / std::chrono::duration<double>(allowed.per).count();
    if (in_a_second > 0) {
      out.seconds = std::max(out.seconds, static_cast<double>(calls[i]) / in_a_second);
    }
  }
  return out;
}

std::string write_plan(const plan& of) {
  std::string out;
  json_members members{out};
  members.number("media_preflight_plan", plan_version);
  members.text("made", of.made);
  members.text("folder", of.folder);
  members.text("zoom_plan", name_of(of.rates));
  members.number_or_null("calls_a_second", of.calls_a_second);
  members.name("items");
  out += '[';
  for (std::size_t i = 0; i < of.items.size(); ++i) {
    out += i > 0 ? ",\n" : "\n";
    append_item(out, of.items[i]);
  }
  out += "\n]";
  members.close();
  out += '\n';
  return out;
}

}  // namespace preflight::upload
