#include "decode/worker_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <thread>
#include <utility>

#include "../../decode-worker/protocol.hpp"
#include "files/retry_interrupted.hpp"

namespace preflight::cli {
namespace {

/// What posix_spawn() is told, and its first error.
class spawn_plan {
 public:
  explicit spawn_plan(int socket) {
    note(posix_spawn_file_actions_init(&actions_));
    note(posix_spawnattr_init(&attributes_));
    note(posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0));
    note(posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0));
    note(posix_spawn_file_actions_adddup2(&actions_, socket, worker::socket_number));

    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    note(posix_spawnattr_setsigmask(&attributes_, &none));
    note(posix_spawnattr_setsigdefault(&attributes_, &all));
    // A process group of its own: what the terminal sends is for the parent, which may want to end in good order.
    note(posix_spawnattr_setpgroup(&attributes_, 0));
    note(
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP));
  }
  spawn_plan(const spawn_plan&) = delete;
  spawn_plan& operator=(const spawn_plan&) = delete;
  ~spawn_plan() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }

  int spawn(const char* program, pid_t& process) {
    // The environment may hold credentials, and the worker is expected to fall to a hostile file some day. Only the
    // dynamic loader's search path is needed.
    std::array<char*, 2> environment{};
    std::string libraries;
    if (const char* const path = std::getenv("LD_LIBRARY_PATH")) {
      libraries = std::string{"LD_LIBRARY_PATH="} + path;
      environment[0] = libraries.data();
    }
    std::string name = program;
    std::array<char*, 2> arguments{name.data(), nullptr};
    if (error_ == 0) {
      note(posix_spawn(&process, program, &actions_, &attributes_, arguments.data(), environment.data()));
    }
    return error_;
  }

 private:
  void note(int error) { error_ = error_ == 0 ? error : error_; }

  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
  int error_ = 0;
};

int milliseconds_until(worker_process::clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - worker_process::clock::now()).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, std::numeric_limits<int>::max()));
}

}  // namespace

worker_process::worker_process(const std::string& program) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    start_error_ = errno;
    return;
  }
  socket_ = descriptor{ends[0]};
  const descriptor worker_end{ends[1]};
  start_error_ = spawn_plan{worker_end.number()}.spawn(program.c_str(), process_);
  if (start_error_ != 0) {
    process_ = -1;
  }
}

worker_process::~worker_process() { end(); }

bool worker_process::is_silent() const {
  pollfd readable{socket_.number(), POLLIN, 0};
  int ready_count = 0;
  do {
    ready_count = poll(&readable, 1, 0);
  } while (ready_count < 0 && errno == EINTR);
  return ready_count == 0;
}

bool worker_process::send(std::span<const std::byte> message, int file) const {
  iovec piece{const_cast<std::byte*>(message.data()), message.size()};
  alignas(cmsghdr) std::array<unsigned char, CMSG_SPACE(sizeof(int))> control{};
  msghdr header{};
  header.msg_iov = &piece;
  header.msg_iovlen = 1;
  if (file >= 0) {
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    cmsghdr* const rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &file, sizeof file);
  }
  ssize_t sent = 0;
  do {
    sent = sendmsg(socket_.number(), &header, MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(message.size());
}

worker_process::arrival worker_process::receive(std::span<std::byte> buffer, clock::time_point deadline) const {
  for (;;) {
    pollfd readable{socket_.number(), POLLIN, 0};
    const int ready_count = poll(&readable, 1, milliseconds_until(deadline));
    if (ready_count == 0) {
      return arrival::timed_out;
    }
    if (ready_count < 0) {
      if (errno == EINTR || errno == ENOMEM) {
        continue;
      }
      return arrival::invalid;
    }
    iovec piece{buffer.data(), buffer.size()};
    msghdr header{};  // no room for descriptors: the kernel drops any, and says so
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    const ssize_t length = recvmsg(socket_.number(), &header, MSG_DONTWAIT);
    if (length < 0) {
      if (errno == EINTR || errno == EAGAIN) {
        continue;
      }
      return errno == ECONNRESET ? arrival::closed : arrival::invalid;
    }
    if (length == 0) {
      return arrival::closed;
    }
    const bool whole =
        static_cast<std::size_t>(length) == buffer.size() && (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
    return whole ? arrival::message : arrival::invalid;
  }
}

std::chrono::seconds worker_process::allow_processor_time(std::chrono::seconds budget) const {
  clockid_t process_clock{};
  timespec used{};
  rlimit limit{};
  if (clock_getcpuclockid(process_, &process_clock) != 0 || clock_gettime(process_clock, &used) != 0 ||
      prlimit(process_, RLIMIT_CPU, nullptr, &limit) != 0) {
    return budget;
  }
  const auto used_up = static_cast<rlim_t>(used.tv_sec + 1);
  const rlim_t new_limit = used_up + static_cast<rlim_t>(budget.count());
  // At the hard limit the system sends SIGKILL, which does not say what for.
  const bool has_room = limit.rlim_max != RLIM_INFINITY && limit.rlim_max > 1;
  limit.rlim_cur = std::min(has_room ? limit.rlim_max - 1 : limit.rlim_max, new_limit);
  prlimit(process_, RLIMIT_CPU, &limit, nullptr);
  return limit.rlim_cur == new_limit
             ? budget
             : std::chrono::seconds{limit.rlim_cur > used_up - 1 ? limit.rlim_cur - (used_up - 1) : 0};
}

int worker_process::end(std::chrono::milliseconds patience) {
  if (process_ <= 0) {
    return -1;
  }
  int status = -1;
  pid_t reaped = 0;
  constexpr std::chrono::milliseconds step{1};
  for (const auto deadline = clock::now() + patience;;) {
    reaped = retry_interrupted([&] { return waitpid(process_, &status, WNOHANG); });
    if (reaped != 0 || clock::now() >= deadline) {
      break;
    }
    std::this_thread::sleep_for(step);
  }
  const bool ended_by_itself = reaped > 0;
  if (reaped == 0) {
    kill(process_, SIGKILL);
    reaped = retry_interrupted([&] { return waitpid(process_, &status, 0); });
  }
  process_ = -1;
  // Where it had to be killed here, the status says nothing about it.
  return ended_by_itself ? status : -1;
}

}  // namespace preflight::cli
