#include <string>
#include <string_view>

#include "harness/catch.hpp"
#include "worker/client_under_test.hpp"
#include "worker/escapes.hpp"

namespace {

using namespace preflight;
using namespace preflight::test;

TEST_CASE("every way out of the jail is closed") {
  for (const escape& escape : escapes) {
    INFO(escape.name);
    cli::decode_client client{settings_with_timeout(10), scripted_workers()};
    const decode_result result = run_order(client, escape.name);
    const std::string message{result.message.text()};
    if (escape.expected == fate::refused) {
      CHECK(result.outcome == decode_outcome::rejected);
      CHECK(message == "EACCES");
    } else {
      CHECK(result.outcome == decode_outcome::crashed);
      CHECK(message.find("SIGSYS") != std::string::npos);
    }
  }
}

TEST_CASE("a worker goes on after a refusal") {
  cli::decode_client client{settings_with_timeout(10), scripted_workers()};
  CHECK(run_order(client, "open a file").message.text() == "EACCES");
  CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
}

// Without this, the cases above would also pass if the escapes could never work.
TEST_CASE("without the system call filter the limits remain, and little else") {
  cli::decode_settings open = settings_with_timeout(10);
  open.sandboxed = false;
  cli::decode_client client{open, scripted_workers()};
  for (const std::string_view possible : {"map executable memory", "make memory executable", "kill its parent",
                                          "fcntl F_SETFL", "ask about a file", "chdir"}) {
    INFO(possible);
    CHECK(run_order(client, possible).message.text() == "done");
  }
  for (const std::string_view impossible : {"open a file", "socket", "dup", "memfd_create"}) {
    INFO(impossible);
    CHECK(run_order(client, impossible).message.text() == "EMFILE");
  }
}

}  // namespace
