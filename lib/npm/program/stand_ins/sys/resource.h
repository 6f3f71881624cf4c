#pragma once

#include <cstdint>

/* The host tells of no limits and no use; posix.cpp says so. */
struct rlimit {
  std::uint64_t rlim_cur;
  std::uint64_t rlim_max;
};
constexpr int RLIMIT_NOFILE = 7;

struct rusage {
  long ru_nvcsw;
};
constexpr int RUSAGE_THREAD = 1;

extern "C" {
int getrlimit(int resource, rlimit* limits);
int setrlimit(int resource, const rlimit* limits);
int getrusage(int who, rusage* usage);
}
