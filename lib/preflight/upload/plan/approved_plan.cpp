#include <algorithm>
#include <cstddef>
#include <string_view>

#include <preflight/upload/plan/approved_plan.hpp>

namespace preflight::upload {
namespace {

/// Whether it is planned again: it is to be sent, or today's answer may differ.
bool is_open(const plan_item& item) {
  return item.action == upload_outcome::planned || item.action == upload_outcome::already_there ||
         item.action == upload_outcome::unknown;
}

/// What the plan does not send is not sent; why, is as old as the plan.
void keep_closed(const plan_item& was, plan_item& now) {
  now = was;
  now.http_status = 0;
  now.code.reset();
  now.zoom_id.clear();
  now.same_as.reset();
  now.deletes.clear();
  if (was.action == upload_outcome::refused) {
    now.message = was.message.empty() ? was.message : "At planning time: " + was.message;
  } else {
    now.action = upload_outcome::queued;
    now.message = "The plan does not send the file; plan again." +
                  (was.message.empty() ? std::string{} : " At planning time: " + was.message);
  }
}

void refuse(plan_item& item, std::string_view reason) {
  item.action = upload_outcome::refused;
  item.message = reason;
  item.deletes.clear();
  item.same_as.reset();
}

}  // namespace

std::vector<upload_request> requests_of(const plan& approved) {
  std::vector<upload_request> out;
  out.reserve(approved.items.size());
  for (const plan_item& item : approved.items) {
    out.push_back(
        {item.target, item.what, item.path, is_open(item) ? "" : "The plan does not send the file.", item.line});
  }
  return out;
}

void enforce_approval(const plan_item& was, plan_item& now) {
  const bool deletes_more = std::ranges::any_of(now.deletes, [&](const older_file& file) {
    return std::ranges::find(was.deletes, file.id, &older_file::id) == was.deletes.end();
  });
  if (!is_open(was)) {
    keep_closed(was, now);
  } else if (now.action != upload_outcome::planned) {
    if (deletes_more) {
      now.deletes.clear();
    }
  } else if (was.action == upload_outcome::unknown) {
    refuse(now, "The plan could not tell whether the file was there, and it is not there; plan again.");
  } else if (was.same_as && !now.same_as) {
    refuse(now, "The plan lists the file as a copy of an earlier item, which it no longer is; plan again.");
  } else if (now.sha256 != was.sha256) {
    refuse(now, "The file has changed since it was planned; plan again.");
  } else if (was.action == upload_outcome::already_there) {
    refuse(now, "The plan lists the file as already-there, but it is not there; plan again.");
  } else if (deletes_more) {
    refuse(now, "Target is full; making room would delete a file that is not in the plan.");
  }
}

void enforce_approval_offline(const plan& approved, fresh_plan& fresh) {
  for (std::size_t i = 0; i < approved.items.size(); ++i) {
    const plan_item& was = approved.items[i];
    plan_item& now = fresh.what.items[i];
    if (now.action == upload_outcome::planned && !now.same_as && now.sha256 == was.sha256 &&
        (was.action == upload_outcome::already_there || was.action == upload_outcome::unknown)) {
      now.message =
          "The plan lists the file as already-there; apply checks that, and refuses the file if it is not there.";
    } else {
      enforce_approval(was, now);
    }
  }
}

}  // namespace preflight::upload
