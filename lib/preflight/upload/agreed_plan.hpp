#pragma once

#include <vector>

#include <preflight/upload/people.hpp>
#include <preflight/upload/plan.hpp>
#include <preflight/upload/planning.hpp>

namespace preflight::upload {

/// What an agreed plan wants, to be planned again before it is carried out; what it does not send stays as it says.
[[nodiscard]] std::vector<wanted_item> wanted_by(const plan& agreed);

/// Takes out of a fresh plan, made of wanted_by(agreed), everything that was not agreed on: other bytes, other
/// deletions, items that the plan does not send.
void keep_to(const plan& agreed, fresh_plan& fresh);

}  // namespace preflight::upload
