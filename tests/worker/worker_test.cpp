#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "cli/fatal_error.hpp"
#include "decode/worker_process.hpp"
#include "harness/catch.hpp"
#include "protocol.hpp"
#include "sanitizers.hpp"
#include "worker/client_under_test.hpp"

namespace {

using namespace preflight;
using namespace preflight::test;
using Catch::Matchers::ContainsSubstring;

std::size_t open_descriptors() {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, {}));
}

struct worker_death {
  std::string_view order;
  std::string_view message;
};

TEST_CASE("a worker that dies costs the file it had, says how it died, and is replaced") {
  const std::array ends{
      worker_death{"abort", "SIGABRT"},
      worker_death{"segv", "SIGSEGV"},
      worker_death{"throw", "SIGABRT"},
      worker_death{"trap", "SIG"},
      worker_death{"exit 0", "exited with status 0"},
      worker_death{"exit 3", "exited with status 3"},
  };
  cli::decode_client client = client_with_timeout(60);
  for (const worker_death& death : ends) {
    INFO(death.order);
    CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
    const decode_result result = run_order(client, death.order);
    CHECK(result.outcome == decode_outcome::crashed);
    CHECK_THAT(message_of(result), ContainsSubstring(std::string{death.message}));
    CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
  }
}

TEST_CASE("a worker that takes too long is ended, and that is a ceiling, not a crash") {
  for (const std::string_view order : {"spin", "stop", "xcpu"}) {
    INFO(order);
    cli::decode_client client = client_with_timeout(1);
    const decode_result result = run_order(client, order);
    CHECK(result.outcome == decode_outcome::over_budget);
    CHECK(message_of(result) == "decoding takes too long: 1 second allowed");
    CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
  }
}

TEST_CASE("a worker that takes too much memory reports the ceiling and lives on") {
  if (worker::sanitizers::address) {
    SUCCEED("address space cannot be limited under the address sanitizer");
    return;
  }
  cli::decode_settings settings = settings_with_timeout(60);
  settings.ceilings.memory = 16U << 20;
  cli::decode_client client{settings, scripted_workers()};
  const decode_result result = run_order(client, "eat memory");
  CHECK(result.outcome == decode_outcome::over_budget);
  CHECK(message_of(result) == "decoding takes too much memory: 16,777,216 bytes allowed");
  CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
}

TEST_CASE("an answer that makes no sense costs its file, and the worker is replaced") {
  for (const std::string_view order : {"short answer", "empty answer", "long answer", "answer for another file",
                                       "answer with a descriptor", "impossible outcome", "claim to have crashed",
                                       "impossible rotation", "all bits set", "flood", "hang up and spin"}) {
    INFO(order);
    cli::decode_client client = client_with_timeout(60);
    const decode_result result = run_order(client, order);
    CHECK(result.outcome == decode_outcome::crashed);
    CHECK_FALSE(result.message.empty());
    CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
  }
}

TEST_CASE("what an answer says too much is not taken for the next file's") {
  cli::decode_client client = client_with_timeout(60);
  CHECK(run_order(client, "answer twice").outcome == decode_outcome::decoded);
  const decode_result next = run_order(client, "decode");
  CHECK(next.outcome == decode_outcome::decoded);
  CHECK(next.frames == 1);
}

TEST_CASE("a picture counts as decoded only with a frame of its size") {
  cli::decode_client client = client_with_timeout(60);
  for (const std::string_view order : {"nothing", "claim without a frame", "impossible surplus", "claim without proof",
                                       "impossible proof", "proof without decoding"}) {
    INFO(order);
    CHECK(run_order(client, order).outcome == decode_outcome::crashed);
    CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
  }
  const std::string_view order = "claim of another size";
  facts file = picture_facts(order.size());
  file.coded = {640, 360};
  CHECK(client.decode(file_with_text(order).number(), file).outcome == decode_outcome::decoded);
  file.coded = {640, 480};
  CHECK(client.decode(file_with_text(order).number(), file).outcome == decode_outcome::crashed);
}

TEST_CASE("what goes wrong with a thumbnail says nothing about the file") {
  cli::decode_settings settings = settings_with_timeout(1);
  settings.wants_thumbnails = true;
  cli::decode_client client{settings, scripted_workers()};
  CHECK(run_order(client, "decode, then draw").outcome == decode_outcome::decoded);
  CHECK(client.thumbnail() == "pic");
  for (const std::string_view order : {"decode, then abort", "decode, then spin", "decode, then lie",
                                       "decode, then run out of memory", "decode, then nothing"}) {
    INFO(order);
    CHECK(run_order(client, order).outcome == decode_outcome::decoded);
    CHECK(client.thumbnail().empty());
    CHECK(run_order(client, "decode, then draw").outcome == decode_outcome::decoded);
    CHECK(client.thumbnail() == "pic");
  }
  CHECK(run_order(client, "segv").outcome == decode_outcome::crashed);
  CHECK(client.thumbnail().empty());
}

TEST_CASE("a thumbnail is made only where it is wanted") {
  cli::decode_client client = client_with_timeout(60);
  CHECK(run_order(client, "decode, then abort").outcome == decode_outcome::decoded);
  CHECK(client.thumbnail().empty());
  CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
}

TEST_CASE("what a worker says is printable") {
  cli::decode_client client = client_with_timeout(60);
  const decode_result result = run_order(client, "text with control characters");
  CHECK(result.outcome == decode_outcome::rejected);
  CHECK(message_of(result) == "?[2J????::set-env");
}

TEST_CASE("dead workers leave nothing behind") {
  const std::size_t before = open_descriptors();
  {
    cli::decode_client client = client_with_timeout(60);
    for (int i = 0; i < 20; ++i) {
      CHECK(run_order(client, i % 2 == 0 ? "abort" : "flood").outcome == decode_outcome::crashed);
    }
    CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
  }
  CHECK(open_descriptors() == before);
  CHECK_FALSE(has_children());
}

TEST_CASE("only files that have their size, and can be read anywhere, are decoded") {
  cli::decode_client client = client_with_timeout(60);
  const std::string_view order = "decode";

  const cli::descriptor file = file_with_text(order);
  CHECK(message_of(client.decode(file.number(), picture_facts(order.size() + 1))) ==
        "the file changed while it was being checked");
  CHECK(message_of(client.decode(file.number(), picture_facts(order.size() - 1))) ==
        "the file changed while it was being checked");
  CHECK(message_of(client.decode(file.number(), picture_facts(0))) == "the file changed while it was being checked");

  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  const cli::descriptor reading{ends[0]};
  const cli::descriptor writing{ends[1]};
  CHECK(message_of(client.decode(reading.number(), picture_facts(6))) == "the file changed while it was being checked");
  const cli::descriptor folder{open("/", O_RDONLY | O_CLOEXEC)};
  CHECK(message_of(client.decode(folder.number(), picture_facts(6))) == "the file changed while it was being checked");
  CHECK(client.decode(-1, picture_facts(6)).outcome == decode_outcome::crashed);
}

TEST_CASE("a worker cannot write to its file, not even where its parent can and no filter stands in the way") {
  cli::decode_settings settings = settings_with_timeout(60);
  settings.sandboxed = false;
  cli::decode_client client{settings, scripted_workers()};
  const std::string_view order = "write to its file";
  const cli::descriptor file = file_with_text(order);
  REQUIRE((fcntl(file.number(), F_GETFL) & O_ACCMODE) == O_RDWR);
  CHECK(message_of(client.decode(file.number(), picture_facts(order.size()))) == "EBADF");
}

TEST_CASE("a worker knows nothing of the environment") {
  setenv("ZOOM_ACCESS_TOKEN", "secret", 1);
  const cli::worker_process process{scripted_workers().pictures};
  unsetenv("ZOOM_ACCESS_TOKEN");
  REQUIRE(process.is_running());
  std::ifstream file{"/proc/" + std::to_string(process.process()) + "/environ"};
  const std::string environment{std::istreambuf_iterator<char>{file}, {}};
  CHECK(file.good());
  CHECK(environment.find("secret") == std::string::npos);
  CHECK(environment.find("HOME=") == std::string::npos);
}

volatile sig_atomic_t alarms = 0;

TEST_CASE("signals that arrive while a worker is waited for change nothing") {
  struct sigaction count {};
  count.sa_handler = [](int) { alarms = alarms + 1; };
  struct sigaction before {};
  REQUIRE(sigaction(SIGALRM, &count, &before) == 0);
  const itimerval often{{0, 1000}, {0, 1000}};
  REQUIRE(setitimer(ITIMER_REAL, &often, nullptr) == 0);
  cli::decode_client client = client_with_timeout(1);
  CHECK(run_order(client, "spin").outcome == decode_outcome::over_budget);
  CHECK(run_order(client, "abort").outcome == decode_outcome::crashed);
  CHECK(run_order(client, "decode").outcome == decode_outcome::decoded);
  const itimerval never{};
  setitimer(ITIMER_REAL, &never, nullptr);
  sigaction(SIGALRM, &before, nullptr);
  CHECK(alarms > 100);
}

TEST_CASE("how a worker died is known also where the launcher had children ignored") {
  signal(SIGCHLD, SIG_IGN);
  cli::decode_client client = client_with_timeout(60);
  CHECK_THAT(message_of(run_order(client, "segv")), ContainsSubstring("SIGSEGV"));
}

/// As where a container forbids it: no process made from here on can filter system calls.
bool forbid_filters() {
  std::array<sock_filter, 8> program{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog whole{program.size(), program.data()};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) == 0;
}

/// The exit status of a process of its own that does this; -1 where it has none.
template <class Deed>
int child_exit_status(Deed deed) {
  const pid_t other = fork();
  if (other == 0) {
    _exit(deed());
  }
  int status = -1;
  return waitpid(other, &status, 0) == other && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_CASE("a hard limit on processor time is a ceiling too, and the answer says which") {
  const int status = child_exit_status([] {
    const rlimit little{2, 2};
    if (setrlimit(RLIMIT_CPU, &little) != 0) {
      return 1;
    }
    cli::decode_client client = client_with_timeout(60);
    const decode_result result = run_order(client, "spin");
    if (result.outcome != decode_outcome::over_budget) {
      return 2;
    }
    if (message_of(result) != "decoding takes too much processor time: 1 second allowed by the system (ulimit -t)") {
      return 3;
    }
    return run_order(client, "decode").outcome == decode_outcome::decoded ? 0 : 4;
  });
  CHECK(status == 0);
}

/// From here on not even root opens what its permissions forbid.
bool drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> nothing{};
  return syscall(SYS_capset, &header, nothing.data()) == 0;
}

TEST_CASE("a file that is open for writing and cannot be opened again is decoded from a copy") {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / ("kept." + std::to_string(getpid()));
  const std::string_view order = "write to its file";
  std::ofstream{path} << order;
  const int status = child_exit_status([&] {
    const cli::descriptor file{open(path.c_str(), O_RDWR | O_CLOEXEC)};
    if (fchmod(file.number(), 0) != 0 || !drop_capabilities()) {
      return 1;
    }
    if (open(path.c_str(), O_RDONLY | O_CLOEXEC) >= 0) {
      return 2;
    }
    cli::decode_settings settings = settings_with_timeout(60);
    settings.sandboxed = false;
    cli::decode_client client{settings, scripted_workers()};
    return message_of(client.decode(file.number(), picture_facts(order.size()))) == "EBADF" ? 0 : 3;
  });
  CHECK(status == 0);
  std::filesystem::remove(path);
}

TEST_CASE("where there can be no sandbox nothing is decoded, unless that is asked for") {
  const pid_t confined = fork();
  if (confined == 0) {
    if (!forbid_filters()) {
      _exit(1);
    }
    try {
      cli::decode_client client = client_with_timeout(60);
      static_cast<void>(run_order(client, "decode"));
      _exit(2);
    } catch (const cli::fatal_error& error) {
      if (std::string_view{error.what()}.find("sandbox cannot be set up: unexpected system error; --no-sandbox") ==
          std::string_view::npos) {
        _exit(3);
      }
    }
    cli::decode_settings settings = settings_with_timeout(60);
    settings.sandboxed = false;
    cli::decode_client client{settings, scripted_workers()};
    _exit(run_order(client, "decode").outcome == decode_outcome::decoded ? 0 : 4);
  }
  int status = -1;
  REQUIRE(waitpid(confined, &status, 0) == confined);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

// A worker of a process that is no more, however far the two had come.
enum class worker_progress { started, ready, at_work };

pid_t orphaned_worker(worker_progress progress) {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  const pid_t middle = fork();
  if (middle == 0) {
    const cli::worker_process process{scripted_workers().pictures};
    worker::orders orders;
    orders.parent = getpid();
    orders.memory = 1U << 30;
    worker::readiness readiness;
    worker::request request;
    const std::string_view order = "spin";
    request.expected = format::png;
    request.file_size = order.size();
    const auto far_off = cli::worker_process::clock::now() + std::chrono::seconds{30};
    const bool is_working =
        process.is_running() &&
        (progress == worker_progress::started || (process.send(std::as_bytes(std::span{&orders, 1})) &&
                                                  process.receive(std::as_writable_bytes(std::span{&readiness, 1}),
                                                                  far_off) == cli::worker_process::arrival::message)) &&
        (progress != worker_progress::at_work ||
         process.send(std::as_bytes(std::span{&request, 1}), file_with_text(order).number()));
    const pid_t worker_pid = is_working ? process.process() : -1;
    if (write(ends[1], &worker_pid, sizeof worker_pid) == sizeof worker_pid) {
      pause();
    }
    _exit(1);
  }
  pid_t worker_pid = -1;
  CHECK(read(ends[0], &worker_pid, sizeof worker_pid) == sizeof worker_pid);
  close(ends[0]);
  close(ends[1]);
  const auto pid_file = static_cast<pid_t>(syscall(SYS_pidfd_open, worker_pid, 0));
  kill(middle, SIGKILL);
  waitpid(middle, nullptr, 0);
  return pid_file;
}

TEST_CASE("a worker does not outlive its parent") {
  for (const worker_progress progress : {worker_progress::started, worker_progress::ready, worker_progress::at_work}) {
    INFO(static_cast<int>(progress));
    const cli::descriptor worker{orphaned_worker(progress)};
    REQUIRE(worker.is_open());
    pollfd end{worker.number(), POLLIN, 0};
    CHECK(poll(&end, 1, 20'000) == 1);
  }
}

}  // namespace
