// The least that looking at a folder's files can cost: floor FOLDER|@LIST [THREADS].
// Finds them, then open, fstat, read the first 4 KiB, close for each.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <span>
#include <thread>

#include "walk.hpp"

namespace {

constexpr std::size_t head_size = 4096;

bool look(const std::string& path) {
  std::array<char, head_size> head;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
  struct stat about {};
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool seen = file >= 0 && ::fstat(file, &about) == 0 && ::pread(file, head.data(), head.size(), 0) >= 0;
  if (file >= 0) {
    ::close(file);
  }
  return seen;
}

}  // namespace

int main(int count, char** words) {
  const std::span arguments{words, static_cast<std::size_t>(count)};
  if (arguments.size() != 2 && arguments.size() != 3) {
    std::cerr << "usage: floor FOLDER|@LIST [THREADS]\n";
    return 2;
  }
  const std::vector<std::string> files = benchmarks::files_of(arguments[1]);
  const auto threads = arguments.size() == 3 ? std::strtoul(arguments[2], nullptr, 10) : 1;
  std::atomic<std::size_t> seen = 0;
  const auto look_from = [&](std::size_t first) {
    std::size_t mine = 0;
    for (std::size_t i = first; i < files.size(); i += threads) {
      mine += look(files[i]) ? 1U : 0U;
    }
    seen += mine;
  };
  std::vector<std::thread> other_threads;
  for (std::size_t first = 1; first < threads; ++first) {
    other_threads.emplace_back(look_from, first);
  }
  look_from(0);
  for (std::thread& thread : other_threads) {
    thread.join();
  }
  std::cout << seen << '\n';
  return seen == files.size() ? 0 : 1;
}
