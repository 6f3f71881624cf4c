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

struct end_of_worker {
  std::string_view order;
  std::string_view said;
};

TEST_CASE("a worker that dies costs the file it had, says how it died, and is replaced") {
  const std::array ends{
      end_of_worker{"abort", "SIGABRT"},
      end_of_worker{"segv", "SIGSEGV"},
      end_of_worker{"throw", "SIGABRT"},
      end_of_worker{"trap", "SIG"},
      end_of_worker{"exit 0", "exited with status 0"},
      end_of_worker{"exit 3", "exited with status 3"},
  };
  cli::decode_client client = client_for(60);
  for (const end_of_worker& each : ends) {
    INFO(each.order);
    CHECK(ordered(client, "decode").outcome == decode_outcome::decoded);
    const decode_result found = ordered(client, each.order);
    CHECK(found.outcome == decode_outcome::crashed);
    CHECK_THAT(words(found), ContainsSubstring(std::string{each.said}));
    CHECK(ordered(client, "decode").outcome == decode_outcome::decoded);
  }
}

TEST_CASE("a worker that takes too long is ended, and that is a ceiling, not a crash") {
  for (const std::string_view order : {"spin", "stop", "xcpu"}) {
    INFO(order);
    cli::decode_client client = client_for(1);
    const decode_result found = ordered(client, order);
    CHECK(found.outcome == decode_outcome::over_budget);
    CHECK(words(found) == "decoding takes too long: 1 second allowed");
    CHECK(ordered(client, "decode").outcome == decode_outcome::decoded);
  }
}

TEST_CASE("a worker that takes too much memory reports the ceiling and lives on") {
  if (worker::sanitizers::address) {
    SUCCEED("address space cannot be limited under the address sanitizer");
    return;
  }
  cli::decode_settings settings = patient_for(60);
  settings.ceilings.memory = 16U << 20;
  cli::decode_client client{settings, obedient_workers()};
  const decode_result found = ordered(client, "eat memory");
  CHECK(found.outcome == decode_outcome::over_budget);
  CHECK(words(found) == "decoding takes too much memory: 16,777,216 bytes allowed");
  CHECK(ordered(client, "decode").outcome == decode_outcome::decoded);
}

TEST_CASE("an answer that makes no sense costs its file, and the worker is replaced") {
  for (const std::string_view order : {"short answer", "empty answer", "long answer", "answer for another file",
                                       "answer with a descriptor", "impossible outcome", "claim to have crashed",
                                       "impossible rotation", "all bits set", "flood", "hang up and spin"}) {
    INFO(order);
    cli::decode_client client = client_for(60);
    const decode_result found = ordered(client, order);
    CHECK(found.outcome == decode_outcome::crashed);
    CHECK_FALSE(found.message.empty());
    CHECK(ordered(client, "decode").outcome == decode_outcome::decoded);
  }
}

TEST_CASE("what an answer says too much is not taken for the next file's") {
  cli::decode_client client = client_for(60);
  CHECK(ordered(client, "answer twice").outcome == decode_outcome::decoded);
  const decode_result next = ordered(client, "decode");
  CHECK(next.outcome == decode_outcome::decoded);
  CHECK(next.frames == 1);
}

TEST_CASE("what a worker says is printable") {
  cli::decode_client client = client_for(60);
  const decode_result found = ordered(client, "text with control characters");
  CHECK(found.outcome == decode_outcome::rejected);
  CHECK(words(found) == "?[2J????::set-env");
}

TEST_CASE("dead workers leave nothing behind") {
  const std::size_t before = open_descriptors();
  {
    cli::decode_client client = client_for(60);
    for (int i = 0; i < 20; ++i) {
      CHECK(ordered(client, i % 2 == 0 ? "abort" : "flood").outcome == decode_outcome::crashed);
    }
    CHECK(ordered(client, "decode").outcome == decode_outcome::decoded);
  }
  CHECK(open_descriptors() == before);
  CHECK_FALSE(has_children());
}

TEST_CASE("only files that have their size, and can be read anywhere, are decoded") {
  cli::decode_client client = client_for(60);
  const std::string_view order = "decode";

  const cli::descriptor short_one = file_saying(order);
  CHECK(words(client.decode(short_one.number(), picture_of(order.size() + 1))) ==
        "the file changed while it was being checked");
  CHECK(words(client.decode(short_one.number(), picture_of(order.size() - 1))) ==
        "the file changed while it was being checked");
  CHECK(words(client.decode(short_one.number(), picture_of(0))) == "the file changed while it was being checked");

  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  const cli::descriptor reading{ends[0]};
  const cli::descriptor writing{ends[1]};
  CHECK(words(client.decode(reading.number(), picture_of(6))) == "the file changed while it was being checked");
  const cli::descriptor folder{open("/", O_RDONLY | O_CLOEXEC)};
  CHECK(words(client.decode(folder.number(), picture_of(6))) == "the file changed while it was being checked");
  CHECK(client.decode(-1, picture_of(6)).outcome == decode_outcome::crashed);
}

TEST_CASE("a worker cannot write to its file, not even where its parent can and no filter stands in the way") {
  cli::decode_settings settings = patient_for(60);
  settings.sandboxed = false;
  cli::decode_client client{settings, obedient_workers()};
  const std::string_view order = "write to its file";
  const cli::descriptor file = file_saying(order);
  REQUIRE((fcntl(file.number(), F_GETFL) & O_ACCMODE) == O_RDWR);
  CHECK(words(client.decode(file.number(), picture_of(order.size()))) == "EBADF");
}

TEST_CASE("a worker knows nothing of the environment") {
  setenv("ZOOM_ACCESS_TOKEN", "secret", 1);
  const cli::worker_process one{obedient_workers().pictures};
  unsetenv("ZOOM_ACCESS_TOKEN");
  REQUIRE(one.is_running());
  std::ifstream file{"/proc/" + std::to_string(one.process()) + "/environ"};
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
  cli::decode_client client = client_for(1);
  CHECK(ordered(client, "spin").outcome == decode_outcome::over_budget);
  CHECK(ordered(client, "abort").outcome == decode_outcome::crashed);
  CHECK(ordered(client, "decode").outcome == decode_outcome::decoded);
  const itimerval never{};
  setitimer(ITIMER_REAL, &never, nullptr);
  sigaction(SIGALRM, &before, nullptr);
  CHECK(alarms > 100);
}

TEST_CASE("how a worker died is known also where the launcher had children ignored") {
  signal(SIGCHLD, SIG_IGN);
  cli::decode_client client = client_for(60);
  CHECK_THAT(words(ordered(client, "segv")), ContainsSubstring("SIGSEGV"));
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
int status_of(Deed deed) {
  const pid_t other = fork();
  if (other == 0) {
    _exit(deed());
  }
  int status = -1;
  return waitpid(other, &status, 0) == other && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_CASE("a hard limit on processor time is a ceiling too, and the answer says which") {
  const int status = status_of([] {
    const rlimit little{2, 2};
    if (setrlimit(RLIMIT_CPU, &little) != 0) {
      return 1;
    }
    cli::decode_client client = client_for(60);
    const decode_result found = ordered(client, "spin");
    if (found.outcome != decode_outcome::over_budget) {
      return 2;
    }
    if (words(found) != "decoding takes too much processor time: 1 second allowed by the system (ulimit -t)") {
      return 3;
    }
    return ordered(client, "decode").outcome == decode_outcome::decoded ? 0 : 4;
  });
  CHECK(status == 0);
}

/// From here on not even root opens what its permissions forbid.
bool obey_permissions() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> nothing{};
  return syscall(SYS_capset, &header, nothing.data()) == 0;
}

TEST_CASE("a file that is open for writing and cannot be opened again is decoded from a copy") {
  const std::filesystem::path kept = std::filesystem::temp_directory_path() / ("kept." + std::to_string(getpid()));
  const std::string_view order = "write to its file";
  std::ofstream{kept} << order;
  const int status = status_of([&] {
    const cli::descriptor file{open(kept.c_str(), O_RDWR | O_CLOEXEC)};
    if (fchmod(file.number(), 0) != 0 || !obey_permissions()) {
      return 1;
    }
    if (open(kept.c_str(), O_RDONLY | O_CLOEXEC) >= 0) {
      return 2;
    }
    cli::decode_settings settings = patient_for(60);
    settings.sandboxed = false;
    cli::decode_client client{settings, obedient_workers()};
    return words(client.decode(file.number(), picture_of(order.size()))) == "EBADF" ? 0 : 3;
  });
  CHECK(status == 0);
  std::filesystem::remove(kept);
}

TEST_CASE("where there can be no sandbox nothing is decoded, unless that is asked for") {
  const pid_t confined = fork();
  if (confined == 0) {
    if (!forbid_filters()) {
      _exit(1);
    }
    try {
      cli::decode_client client = client_for(60);
      static_cast<void>(ordered(client, "decode"));
      _exit(2);
    } catch (const cli::fatal_error& why) {
      if (std::string_view{why.what()}.find("sandbox cannot be set up: the system refuses; --no-sandbox") ==
          std::string_view::npos) {
        _exit(3);
      }
    }
    cli::decode_settings settings = patient_for(60);
    settings.sandboxed = false;
    cli::decode_client client{settings, obedient_workers()};
    _exit(ordered(client, "decode").outcome == decode_outcome::decoded ? 0 : 4);
  }
  int status = -1;
  REQUIRE(waitpid(confined, &status, 0) == confined);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

// A worker of a process that is no more, however far the two had come.
enum class progress_made { started, ready, at_work };

pid_t worker_of_a_dead_process(progress_made so_far) {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  const pid_t middle = fork();
  if (middle == 0) {
    const cli::worker_process one{obedient_workers().pictures};
    worker::orders to_it;
    to_it.parent = getpid();
    to_it.memory = 1U << 30;
    worker::readiness from_it;
    worker::request what;
    const std::string_view order = "spin";
    what.expected = format::png;
    what.file_size = order.size();
    const auto far_off = cli::worker_process::clock::now() + std::chrono::seconds{30};
    const bool well =
        one.is_running() &&
        (so_far == progress_made::started || (one.send(std::as_bytes(std::span{&to_it, 1})) &&
                                              one.receive(std::as_writable_bytes(std::span{&from_it, 1}), far_off) ==
                                                  cli::worker_process::arrival::message)) &&
        (so_far != progress_made::at_work || one.send(std::as_bytes(std::span{&what, 1}), file_saying(order).number()));
    const pid_t told = well ? one.process() : -1;
    if (write(ends[1], &told, sizeof told) == sizeof told) {
      pause();
    }
    _exit(1);
  }
  pid_t told = -1;
  CHECK(read(ends[0], &told, sizeof told) == sizeof told);
  close(ends[0]);
  close(ends[1]);
  const auto watched = static_cast<pid_t>(syscall(SYS_pidfd_open, told, 0));
  kill(middle, SIGKILL);
  waitpid(middle, nullptr, 0);
  return watched;
}

TEST_CASE("a worker does not outlive its parent") {
  for (const progress_made so_far : {progress_made::started, progress_made::ready, progress_made::at_work}) {
    INFO(static_cast<int>(so_far));
    const cli::descriptor worker{worker_of_a_dead_process(so_far)};
    REQUIRE(worker.is_open());
    pollfd end{worker.number(), POLLIN, 0};
    CHECK(poll(&end, 1, 20'000) == 1);
  }
}

}  // namespace
