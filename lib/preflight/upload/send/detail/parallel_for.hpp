#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <system_error>
#include <vector>

namespace preflight::upload {

/// Calls work(0) to work(count - 1), each once, in `threads` threads or as many as the system gives. `make_work` is
/// called once in each thread and gives what that thread works with. An exception ends all and is thrown again.
template <class MakeWork>
void parallel_for(std::size_t count, unsigned threads, const MakeWork& make_work) {
  std::atomic<std::size_t> next = 0;
  const auto worker_loop = [&] {
    try {
      auto work = make_work();
      for (std::size_t i = next++; i < count; i = next++) {
        work(i);
      }
    } catch (...) {
      next = count;
      throw;
    }
  };
  std::vector<std::future<void>> others;
  try {
    while (others.size() + 1 < std::min<std::size_t>(threads, count)) {
      others.push_back(std::async(std::launch::async, worker_loop));
    }
  } catch (const std::system_error&) {
    // Fewer threads will do.
  }
  worker_loop();
  for (std::future<void>& other : others) {
    other.get();
  }
}

}  // namespace preflight::upload
