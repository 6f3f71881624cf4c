#pragma once

#include <vector>

#include <preflight/upload/plan/plan.hpp>
#include <preflight/upload/plan/planning.hpp>
#include <preflight/upload/plan/recipients.hpp>

namespace preflight::upload {

/// What an agreed plan wants, to be planned again before it is carried out. What it does not send and cannot be asked
/// about has a problem instead.
[[nodiscard]] std::vector<wanted_item> wanted_by(const plan& agreed);

/// Takes out of an item, planned anew from wanted_by() and by what is there now, what was not agreed on: other bytes,
/// other deletions, sending what the plan does not send. What is said of it is what is true now.
void keep_to(const plan_item& was, plan_item& now);

/// The same without having asked anybody: what the plan says is there already may have to be sent.
void keep_to_offline(const plan& agreed, fresh_plan& fresh);

}  // namespace preflight::upload
