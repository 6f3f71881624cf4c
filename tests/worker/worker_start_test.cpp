#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "cli/fatal_error.hpp"
#include "harness/catch.hpp"
#include "protocol.hpp"
#include "worker/client_under_test.hpp"

namespace {

using namespace preflight;
using namespace preflight::test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a worker that cannot be used at all stops the run") {
  cli::decode_client absent{settings_with_timeout(1), {"/nonexistent/worker", "/nonexistent/worker"}};
  CHECK_THROWS_WITH(run_order(absent, "decode"),
                    ContainsSubstring("needs worker, which is not built or not installed"));
  cli::decode_client nowhere{settings_with_timeout(1), {"", ""}};
  CHECK_THROWS_WITH(run_order(nowhere, "decode"), ContainsSubstring("/proc does not show where"));
  cli::decode_client other{settings_with_timeout(1), {"/bin/true", "/bin/true"}};
  CHECK_THROWS_AS(run_order(other, "decode"), cli::fatal_error);
  CHECK_FALSE(has_children());
}

/// A worker that first carries out these lines of a shell.
class staged_worker {
 public:
  explicit staged_worker(const std::string& lines) {
    std::filesystem::create_directory(folder_);
    std::ofstream{program()} << "#!/bin/sh\ncd '" << folder_.string() << "'\n"
                             << lines << "\nexec '" << scripted_workers().pictures << "'\n";
    std::filesystem::permissions(program(), std::filesystem::perms::owner_all);
  }
  staged_worker(const staged_worker&) = delete;
  staged_worker& operator=(const staged_worker&) = delete;
  ~staged_worker() { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string program() const { return folder_ / "worker"; }
  void leave(const char* name) const { std::ofstream{folder_ / name} << "left"; }

 private:
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("staged." + std::to_string(getpid()));
};

TEST_CASE("a worker that ends once before it is ready, however it ends, is started again") {
  for (const std::string_view end : {"kill -KILL $$", "kill -SEGV $$", "exit 7"}) {
    INFO(end);
    const staged_worker staged{"[ -e seen ] || { : > seen; " + std::string{end} + "; }"};
    cli::decode_client client{settings_with_timeout(60), {staged.program(), staged.program()}};
    CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
  }
}

TEST_CASE("a worker that is killed at each start costs that file, without a word against it, and the run goes on") {
  const staged_worker staged{"[ -e peace ] || kill -KILL $$"};
  cli::decode_client client{settings_with_timeout(60), {staged.program(), staged.program()}};
  const decode_result result = run_order(client, "decode");
  CHECK(result.outcome == decode_outcome::not_tried);
  CHECK_THAT(message_of(result), ContainsSubstring("cannot be used: it exited at once: killed (SIGKILL)"));
  staged.leave("peace");
  CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
}

TEST_CASE("a worker that cannot be executed is reported as such") {
  const staged_worker staged{""};
  std::filesystem::permissions(staged.program(), std::filesystem::perms::owner_read);
  cli::decode_client client{settings_with_timeout(1), {staged.program(), staged.program()}};
  CHECK_THROWS_WITH(run_order(client, "decode"), ContainsSubstring("cannot be used: it cannot be executed"));
}

TEST_CASE("a worker that hangs up and lives on was not killed by the system") {
  const staged_worker staged{"exec " + std::to_string(preflight::worker::socket_number) + ">&-; exec sleep 60"};
  cli::decode_client client{settings_with_timeout(60), {staged.program(), staged.program()}};
  std::string message;
  try {
    message = message_of(run_order(client, "decode"));
  } catch (const cli::fatal_error& error) {
    message = error.what();
  }
  CHECK_THAT(message, ContainsSubstring("it stopped without an answer") && !ContainsSubstring("killed"));
}

TEST_CASE("a worker that ends by itself at each start stops the run") {
  const staged_worker staged{"exit 7"};
  cli::decode_client client{settings_with_timeout(60), {staged.program(), staged.program()}};
  CHECK_THROWS_WITH(run_order(client, "decode"), ContainsSubstring("cannot be used: it exited at once with status 7"));
  CHECK_FALSE(has_children());
}

TEST_CASE("a worker that starts and never says that it is ready is waited for no longer than a file is") {
  const std::filesystem::path silent = std::filesystem::temp_directory_path() / ("silent." + std::to_string(getpid()));
  std::ofstream{silent} << "#!/bin/sh\nexec sleep 600\n";
  std::filesystem::permissions(silent, std::filesystem::perms::owner_all);
  cli::decode_client client{settings_with_timeout(1), {silent.string(), silent.string()}};
  CHECK_THROWS_WITH(run_order(client, "decode"), ContainsSubstring("it was not ready within 2 seconds"));
  std::filesystem::remove(silent);
  CHECK_FALSE(has_children());
}

TEST_CASE("a worker that cannot be replaced costs each file, and the run goes on") {
  const std::filesystem::path copy = std::filesystem::temp_directory_path() / ("worker." + std::to_string(getpid()));
  std::filesystem::copy_file(scripted_workers().pictures, copy);
  cli::decode_client client{settings_with_timeout(60), {copy.string(), copy.string()}};
  CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
  std::filesystem::remove(copy);
  CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
  CHECK(run_order(client, "abort").outcome == decode_outcome::crashed);
  const decode_result result = run_order(client, "decode");
  CHECK(result.outcome == decode_outcome::not_tried);
  CHECK_THAT(message_of(result), ContainsSubstring("cannot be used: no such file or folder"));
}

}  // namespace
