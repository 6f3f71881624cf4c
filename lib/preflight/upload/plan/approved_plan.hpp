#pragma once

#include <vector>

#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/plan/planner.hpp>
#include <preflight/upload/plan/recipients.hpp>

namespace preflight::upload {

/// What an agreed plan wants, to be planned again before it is carried out. What it does not send and cannot be asked
/// about has a problem instead.
[[nodiscard]] std::vector<upload_request> requests_of(const plan& approved);

/// Takes out of an item, planned anew from requests_of() and by what is there now, what was not agreed on: other bytes,
/// other deletions, sending what the plan does not send. What is said of it is what is true now.
void enforce_approval(const plan_item& was, plan_item& now);

/// The same without connecting: what the plan says is there already may have to be sent.
void enforce_approval_offline(const plan& approved, fresh_plan& fresh);

}  // namespace preflight::upload
