#pragma once

#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol.hpp"

namespace preflight::test {

enum class fate : std::uint8_t {
  refused,  ///< EACCES
  killed    ///< SIGSYS
};

/// An attempt to get out of the jail: makes one system call and returns its answer, -1 with errno where it failed.
struct escape {
  std::string_view name;
  fate expected;
  long (*attempt)();
};

inline const pid_t parent = getppid();
inline constexpr std::size_t page = 4096;
inline constexpr char some_file[] = "/etc/passwd";
inline constexpr char new_file[] = "/tmp/escaped";
inline constexpr char own_memory[] = "/proc/self/mem";
inline constexpr char other_environment[] = "/proc/1/environ";
inline constexpr char own_program[] = "/proc/self/exe";
inline constexpr char other_program[] = "/bin/true";
inline constexpr char root[] = "/";
inline constexpr char letter[] = "x";
inline constexpr char no_name[] = "";
inline constexpr int file_at_hand = 4;

/// By number, so that no C library stands between.
template <auto Number, auto... Argument>
long call() {
  return syscall(Number, Argument...);
}

inline constexpr std::array escapes{
    escape{"open a file", fate::refused, call<SYS_openat, AT_FDCWD, some_file, O_RDONLY, 0>},
    escape{"create a file", fate::refused, call<SYS_openat, AT_FDCWD, new_file, O_RDWR | O_CREAT, 0600>},
    escape{"open its own memory", fate::refused, call<SYS_openat, AT_FDCWD, own_memory, O_RDWR, 0>},
    escape{"open another's environment", fate::refused, call<SYS_openat, AT_FDCWD, other_environment, O_RDONLY, 0>},
    escape{"look whether a file is there", fate::refused, call<SYS_faccessat, AT_FDCWD, root, F_OK, 0>},
    escape{"ask about a file", fate::refused,
           [] {
             struct stat status {};
             return syscall(SYS_newfstatat, AT_FDCWD, root, &status, 0);
           }},
    escape{"read a link", fate::refused,
           [] {
             std::array<char, 8> target{};
             return syscall(SYS_readlinkat, AT_FDCWD, own_program, target.data(), target.size());
           }},
    escape{"raise its limits", fate::refused,
           [] {
             const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
             return syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, &all, nullptr);
           }},
    escape{"outlive its parent", fate::refused, call<SYS_prctl, PR_SET_PDEATHSIG, 0, 0, 0, 0>},
    escape{"catch a signal", fate::refused, call<SYS_rt_sigaction, SIGXCPU, nullptr, nullptr, 8UL>},
    escape{"type into a terminal", fate::refused, call<SYS_ioctl, 2, TIOCSTI, letter>},

    escape{"unlink", fate::killed, call<SYS_unlinkat, AT_FDCWD, new_file, 0>},
    escape{"mkdir", fate::killed, call<SYS_mkdirat, AT_FDCWD, new_file, 0700>},
    escape{"chdir", fate::killed, call<SYS_chdir, root>},
    escape{"chroot", fate::killed, call<SYS_chroot, root>},
    escape{"mount", fate::killed, call<SYS_mount, root, root, root, 0UL, nullptr>},
    escape{"memfd_create", fate::killed, call<SYS_memfd_create, letter, 0U>},
    escape{"write to standard output", fate::killed, call<SYS_write, STDOUT_FILENO, letter, 1UL>},
    escape{"write to its file", fate::killed, call<SYS_pwrite64, file_at_hand, letter, 1UL, 0L>},
    escape{"dup", fate::killed, call<SYS_dup, file_at_hand>},
    escape{"fcntl F_DUPFD", fate::killed, call<SYS_fcntl, file_at_hand, F_DUPFD, 0>},
    escape{"fcntl F_SETFL", fate::killed, call<SYS_fcntl, file_at_hand, F_SETFL, O_ASYNC>},
    escape{"socket", fate::killed, call<SYS_socket, AF_INET, SOCK_STREAM, 0>},
    escape{"socketpair", fate::killed,
           [] {
             std::array<int, 2> ends{};
             return syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, ends.data());
           }},
    escape{"connect", fate::killed,
           [] {
             sockaddr_in address{};
             address.sin_family = AF_INET;
             return syscall(SYS_connect, worker::socket_number, &address, sizeof address);
           }},
    escape{"sendmsg elsewhere", fate::killed, call<SYS_sendmsg, file_at_hand, nullptr, 0>},
    escape{"recvmsg elsewhere", fate::killed, call<SYS_recvmsg, file_at_hand, nullptr, 0>},
    escape{"execve", fate::killed, call<SYS_execve, other_program, nullptr, nullptr>},
    escape{"execveat", fate::killed, call<SYS_execveat, file_at_hand, no_name, nullptr, nullptr, AT_EMPTY_PATH>},
    escape{"clone", fate::killed, call<SYS_clone, long{SIGCHLD}, 0L, 0L, 0L, 0L>},
    escape{"clone3", fate::killed,
           [] {
             const std::array<std::uint64_t, 8> arguments{0, 0, 0, 0, SIGCHLD};
             return syscall(SYS_clone3, arguments.data(), sizeof arguments);
           }},
    escape{"unshare", fate::killed, call<SYS_unshare, CLONE_FILES>},
    escape{"setns", fate::killed, call<SYS_setns, file_at_hand, 0>},
    escape{"ptrace", fate::killed, call<SYS_ptrace, PTRACE_TRACEME, 0, 0, 0>},
    escape{"process_vm_readv", fate::killed,
           [] { return syscall(SYS_process_vm_readv, parent, nullptr, 0, nullptr, 0, 0); }},
    escape{"pidfd_open", fate::killed, [] { return syscall(SYS_pidfd_open, parent, 0U); }},
    escape{"kill its parent", fate::killed, [] { return syscall(SYS_kill, parent, 0); }},
    escape{"tgkill its parent", fate::killed, [] { return syscall(SYS_tgkill, parent, parent, 0); }},
    escape{"queue a signal", fate::killed, [] { return syscall(SYS_rt_sigqueueinfo, parent, 0, nullptr); }},
    escape{"map executable memory", fate::killed,
           call<SYS_mmap, nullptr, page, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0L>},
    escape{"map a file", fate::killed, call<SYS_mmap, nullptr, page, PROT_READ, MAP_PRIVATE, file_at_hand, 0L>},
    escape{"make memory executable", fate::killed,
           [] {
             void* const data = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
             return syscall(SYS_mprotect, data, page, PROT_READ | PROT_EXEC);
           }},
    escape{"pkey_mprotect", fate::killed, call<SYS_pkey_mprotect, nullptr, page, PROT_EXEC, -1>},
    escape{"personality", fate::killed, call<SYS_personality, 0xFFFFFFFFUL>},
    escape{"io_uring_setup", fate::killed, call<SYS_io_uring_setup, 1U, nullptr>},
    escape{"bpf", fate::killed, call<SYS_bpf, 0, nullptr, 0U>},
    escape{"userfaultfd", fate::killed, call<SYS_userfaultfd, 0>},
    escape{"keyctl", fate::killed, call<SYS_keyctl, 0, 0, 0, 0, 0>},
    escape{"setuid", fate::killed, call<SYS_setuid, 0>},
    escape{"sleep", fate::killed,
           [] {
             const timespec hour{3600, 0};
             return syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &hour, nullptr);
           }},
    escape{"requeue a futex", fate::killed, call<SYS_futex, nullptr, FUTEX_CMP_REQUEUE_PI, 1, nullptr, nullptr, 0>},
    escape{"a call nobody knows", fate::killed, call<4000L>},
#ifdef __x86_64__
    escape{"open, the old call", fate::refused, call<SYS_open, some_file, O_RDONLY, 0>},
    escape{"fork", fate::killed, call<SYS_fork>},
    escape{"a call of the x32 interface", fate::killed, call<0x40000000L + SYS_getpid>},
    escape{"a call of the 32-bit interface", fate::killed,
           [] {
             long result = 20;  // getpid there
             asm volatile("int $0x80" : "+a"(result) : : "memory");
             return result;
           }},
#endif
};

}  // namespace preflight::test
