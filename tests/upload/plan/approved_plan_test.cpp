#include <preflight/upload/plan/approved_plan.hpp>
#include <preflight/upload/send/run_stopper.hpp>

#include "harness/catch.hpp"

using namespace preflight;

TEST_CASE("nothing is deleted for room that the approved plan does not delete") {
  upload::plan_item approved;
  approved.action = upload_outcome::planned;
  approved.sha256 = "same";
  approved.deletes = {{"old", "old.gif"}};
  upload::plan_item item = approved;
  upload::enforce_approval(approved, item);
  CHECK(item.action == upload_outcome::planned);
  item.deletes = {{"other", "other.gif"}};
  upload::enforce_approval(approved, item);
  CHECK(item.action == upload_outcome::refused);
  CHECK(item.deletes.empty());
}

TEST_CASE("a response of the service in between starts the count of lost ones again") {
  upload::run_stopper stopper{2, {}};
  const upload::api_result lost{.kind = upload::result_kind::failed};
  stopper.record_response(lost, upload::call_side::sending);
  stopper.record_response({.kind = upload::result_kind::done}, upload::call_side::sending);
  stopper.record_response(lost, upload::call_side::sending);
  CHECK(stopper.stop_reason().empty());
  stopper.record_response(lost, upload::call_side::sending);
  CHECK_FALSE(stopper.stop_reason().empty());
}
