#include <string>
#include <string_view>

#include "harness/catch.hpp"
#include "worker/client_under_test.hpp"
#include "worker/escapes.hpp"

namespace {

using namespace preflight;
using namespace preflight::test;

TEST_CASE("every way out of the jail is closed") {
  for (const escape& each : escapes) {
    INFO(each.name);
    cli::decode_client client{patient_for(10), obedient_workers()};
    const decode_result found = ordered(client, each.name);
    const std::string message{found.message.text()};
    if (each.expected == fate::refused) {
      CHECK(found.outcome == decode_outcome::rejected);
      CHECK(message == "EACCES");
    } else {
      CHECK(found.outcome == decode_outcome::crashed);
      CHECK(message.find("SIGSYS") != std::string::npos);
    }
  }
}

TEST_CASE("a worker goes on after a refusal") {
  cli::decode_client client{patient_for(10), obedient_workers()};
  CHECK(ordered(client, "open a file").message.text() == "EACCES");
  CHECK(ordered(client, "decode").outcome == decode_outcome::decoded);
}

// Without this, the cases above would also pass if the escapes could never work.
TEST_CASE("without the system call filter the limits remain, and little else") {
  cli::decode_settings open = patient_for(10);
  open.sandboxed = false;
  cli::decode_client client{open, obedient_workers()};
  for (const std::string_view possible : {"map executable memory", "make memory executable", "kill its parent",
                                          "fcntl F_SETFL", "ask about a file", "chdir"}) {
    INFO(possible);
    CHECK(ordered(client, possible).message.text() == "done");
  }
  for (const std::string_view impossible : {"open a file", "socket", "dup", "memfd_create"}) {
    INFO(impossible);
    CHECK(ordered(client, impossible).message.text() == "EMFILE");
  }
}

}  // namespace
