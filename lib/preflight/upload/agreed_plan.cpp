#include <algorithm>
#include <cstddef>
#include <string_view>

#include <preflight/upload/agreed_plan.hpp>

namespace preflight::upload {
namespace {

/// Whether its outcome hangs on what is done now.
bool is_open(const plan_item& one) { return one.to_do == outcome::planned || one.same_as; }

void refuse(plan_item& one, std::string_view why) {
  one.to_do = outcome::refused;
  one.message = why;
  one.deletes.clear();
  one.same_as.reset();
}

}  // namespace

std::vector<wanted_item> wanted_by(const plan& agreed) {
  std::vector<wanted_item> out;
  out.reserve(agreed.items.size());
  for (const plan_item& each : agreed.items) {
    out.push_back({each.whose, each.what, each.path, is_open(each) ? "" : "The plan does not send it.", 0});
  }
  return out;
}

void keep_to(const plan& agreed, fresh_plan& fresh) {
  for (std::size_t i = 0; i < agreed.items.size(); ++i) {
    const plan_item& was = agreed.items[i];
    plan_item& now = fresh.what.items[i];
    if (!is_open(was)) {
      now = was;
      continue;
    }
    if (was.same_as && !now.same_as && now.to_do == outcome::planned) {
      refuse(now, "The plan says that it is the same as an earlier item, and it is not any more; plan again.");
    } else if (now.to_do == outcome::planned && now.sha256 != was.sha256) {
      refuse(now, "The bytes of the file are no longer those that were planned; plan again.");
    } else if (std::any_of(now.deletes.begin(), now.deletes.end(), [&](const std::string& id) {
                 return std::find(was.deletes.begin(), was.deletes.end(), id) == was.deletes.end();
               })) {
      refuse(now, "There is no room for it, and to make some a file would be deleted that the plan does not name.");
    }
  }
}

}  // namespace preflight::upload
