#include "system_calls.hpp"

#include <fcntl.h>
#include <linux/futex.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include "protocol.hpp"

namespace preflight::worker {
namespace {

constexpr std::uint64_t all_bits = 0xFFFFFFFFU;
constexpr std::uint64_t futex_operation = static_cast<std::uint32_t>(FUTEX_CMD_MASK);
static_assert(FUTEX_WAIT == 0 && FUTEX_WAKE == 1);

/// An argument, and what must be in some of its bits.
struct condition {
  unsigned argument = 0;
  std::uint64_t mask = 0;  ///< 0: no condition
  std::uint64_t value = 0;
};

struct allowance {
  int call;
  condition first{};
  condition second{};
};

// What the codecs, the allocator and the C++ run time need once everything is loaded.
constexpr std::array allowed{
    allowance{SCMP_SYS(recvmsg), {0, all_bits, socket_number}},
    allowance{SCMP_SYS(sendmsg), {0, all_bits, socket_number}},
    allowance{SCMP_SYS(pread64)},
    allowance{SCMP_SYS(close)},
    allowance{SCMP_SYS(fcntl), {1, all_bits, F_GETFL}},
    allowance{SCMP_SYS(fcntl64), {1, all_bits, F_GETFL}},

    // Memory, but neither files in it nor code.
    allowance{SCMP_SYS(mmap), {2, PROT_EXEC, 0}, {3, MAP_ANONYMOUS, MAP_ANONYMOUS}},
    allowance{SCMP_SYS(mmap2), {2, PROT_EXEC, 0}, {3, MAP_ANONYMOUS, MAP_ANONYMOUS}},
    allowance{SCMP_SYS(mprotect), {2, PROT_EXEC, 0}},
    allowance{SCMP_SYS(mremap)},
    allowance{SCMP_SYS(munmap)},
    allowance{SCMP_SYS(madvise)},
    allowance{SCMP_SYS(brk)},

    // Without a usable counter in the processor the vDSO falls back to these.
    allowance{SCMP_SYS(clock_gettime)},
    allowance{SCMP_SYS(clock_gettime64)},
    allowance{SCMP_SYS(gettimeofday)},
    allowance{SCMP_SYS(time)},

    // pthread_once() wakes the threads that wait, even if there are none. Nothing else is needed of futexes.
    allowance{SCMP_SYS(futex), {1, futex_operation & ~std::uint64_t{FUTEX_WAKE}, FUTEX_WAIT}},
    allowance{SCMP_SYS(futex_time64), {1, futex_operation & ~std::uint64_t{FUTEX_WAKE}, FUTEX_WAIT}},
    allowance{SCMP_SYS(sched_yield)},
    allowance{SCMP_SYS(getrandom)},
    allowance{SCMP_SYS(restart_syscall)},

    // abort(), with its last words: the signal then tells the parent what happened.
    allowance{SCMP_SYS(write), {0, all_bits, STDERR_FILENO}},
    allowance{SCMP_SYS(writev), {0, all_bits, STDERR_FILENO}},
    allowance{SCMP_SYS(rt_sigprocmask)},
    allowance{SCMP_SYS(rt_sigreturn)},
    allowance{SCMP_SYS(sigaltstack)},  // the address sanitizer asks before every longjmp()
    allowance{SCMP_SYS(getpid)},
    allowance{SCMP_SYS(gettid)},
    allowance{SCMP_SYS(exit)},
    allowance{SCMP_SYS(exit_group)},
};

// Asked by libraries which do well without an answer: C libraries differ in when they do, and an honest file must not
// die of that.
constexpr std::array denied{
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(openat2),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(fstat),
    SCMP_SYS(stat64),
    SCMP_SYS(lstat64),
    SCMP_SYS(fstat64),
    SCMP_SYS(statx),
    SCMP_SYS(fstatat64),
    SCMP_SYS(newfstatat),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),
    SCMP_SYS(ioctl),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(getrlimit),
    SCMP_SYS(ugetrlimit),
    SCMP_SYS(prlimit64),
    SCMP_SYS(prctl),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(getcpu),
    SCMP_SYS(membarrier),
    SCMP_SYS(sched_getaffinity),
};

/// A filter in the making.
class filter {
 public:
  filter() : filter_{seccomp_init(SCMP_ACT_KILL_PROCESS)} {
    if (filter_ == nullptr) {
      error_ = ENOSYS;  // so libseccomp answers even if the kernel allows no filters
      return;
    }
    record(seccomp_attr_set(filter_, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
    record(seccomp_attr_set(filter_, SCMP_FLTATR_API_SYSRAWRC, 1));
    record(
        seccomp_attr_set(filter_, SCMP_FLTATR_CTL_TSYNC, 1));  // a library may have started a thread when it was loaded
  }
  filter(const filter&) = delete;
  filter& operator=(const filter&) = delete;
  ~filter() { seccomp_release(filter_); }

  void allow(const allowance& rule) {
    std::array<scmp_arg_cmp, 2> conditions{};
    unsigned count = 0;
    for (const condition& condition : {rule.first, rule.second}) {
      if (condition.mask != 0) {
        conditions[count++] = {condition.argument, SCMP_CMP_MASKED_EQ, condition.mask, condition.value};
      }
    }
    add(SCMP_ACT_ALLOW, rule.call, count, conditions.data());
  }
  void deny(int call) { add(SCMP_ACT_ERRNO(EACCES), call, 0, nullptr); }

  [[nodiscard]] bool load() {
    if (error_ == 0) {
      record(seccomp_load(filter_));
    }
    errno = error_;
    return error_ == 0;
  }

 private:
  void add(std::uint32_t action, int call, unsigned count, const scmp_arg_cmp* conditions) {
    if (error_ == 0) {
      record(seccomp_rule_add_array(filter_, action, call, count, conditions));
    }
  }
  void record(int result) { error_ = error_ == 0 ? -result : error_; }

  scmp_filter_ctx filter_;
  int error_ = 0;
};

}  // namespace

bool restrict_system_calls() {
  filter filter;
  for (const allowance& rule : allowed) {
    filter.allow(rule);
  }
  filter.allow({SCMP_SYS(tgkill), {0, all_bits, static_cast<std::uint32_t>(getpid())}});
  for (const int call : denied) {
    filter.deny(call);
  }
  return filter.load();
}

}  // namespace preflight::worker
