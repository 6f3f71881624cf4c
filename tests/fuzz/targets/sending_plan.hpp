#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>

#include <preflight/upload/plan/approved_plan.hpp>
#include <preflight/upload/plan/plan.hpp>

#include "fuzz/target.hpp"

namespace fuzz {

[[nodiscard]] inline bool is_same(const preflight::finding& a, const preflight::finding& b) {
  const auto all = [](const preflight::finding& finding) {
    return std::tuple{finding.rule,       finding.severity,       finding.actual.text(), finding.limit.text(),
                      finding.fix.text(), finding.message.text(), finding.offset};
  };
  return all(a) == all(b);
}

[[nodiscard]] inline bool is_same(const preflight::upload::plan_item& a, const preflight::upload::plan_item& b) {
  const auto all = [](const preflight::upload::plan_item& item) {
    return std::tie(item.target, item.what, item.path, item.action, item.sha256, item.bytes, item.file_name,
                    item.mime_type, item.deletes, item.same_as, item.zoom_id, item.http_status, item.code,
                    item.message);
  };
  return all(a) == all(b) &&
         std::equal(a.findings.begin(), a.findings.end(), b.findings.begin(), b.findings.end(),
                    [](const preflight::finding& x, const preflight::finding& y) { return is_same(x, y); });
}

[[nodiscard]] inline bool is_same(const preflight::upload::plan& a, const preflight::upload::plan& b) {
  using preflight::upload::plan_item;
  return std::tie(a.made, a.folder, a.rates) == std::tie(b.made, b.folder, b.rates) &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
                    [](const plan_item& x, const plan_item& y) { return is_same(x, y); });
}

namespace targets {

/// Any text is a plan that stays the same when it is written and read again, or is refused with words.
inline constexpr target sending_plan{
    .name = "sending_plan",
    .run =
        [](input bytes) {
          using namespace preflight;
          using upload::plan;
          plan first;
          try {
            first = upload::read_plan({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
          } catch (const upload::plan_error& refusal) {
            promise(!std::string_view{refusal.what()}.empty(), "a refusal without words");
            return;
          }
          const std::string written = write_plan(first);
          plan second;
          try {
            second = upload::read_plan(written);
          } catch (const upload::plan_error&) {
            promise(false, "a plan that was read and written cannot be read again");
          }
          promise(is_same(first, second), "a plan that was written is read as another one");
          promise(write_plan(second) == written, "a plan that was read is written in another way");
          for (std::size_t i = 0; i < first.items.size(); ++i) {
            const upload::plan_item& item = first.items[i];
            promise(item.path.find('\0') == std::string::npos, "a path that the system would take for a shorter one");
            promise(!item.same_as || *item.same_as < i, "an item is the same as one that comes later");
            promise(item.action != upload_outcome::planned || item.sha256.size() == 64, "any bytes may be sent");
            promise(item.action != upload_outcome::sent, "a plan says what it cannot know");
          }
          const auto planned = std::count_if(first.items.begin(), first.items.end(),
                                             [](const auto& item) { return item.action == upload_outcome::planned; });
          const upload::plan_cost cost = cost_of(first);
          promise(cost.uploads == static_cast<std::uint64_t>(planned),
                  "not as many uploads as there are files to send");
          promise(cost.listings <= cost.uploads && cost.deletions <= cost.uploads, "more calls than files ask for");
          promise(cost.seconds >= 0 && cost.days >= 1, "a plan that is carried out before it begins");
          promise(requests_of(first).size() == first.items.size(), "an item is wanted by nobody");
        },
    .takes_media = false,
};

}  // namespace targets
}  // namespace fuzz
