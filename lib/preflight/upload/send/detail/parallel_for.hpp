#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace preflight::upload {

/// Calls work(0) to work(count - 1), each once, in `threads` threads or as many as the system gives. `make_work` is
/// called once in each thread and gives what that thread works with. The first exception ends all and is thrown again.
template <class MakeWork>
void parallel_for(std::size_t count, unsigned threads, const MakeWork& make_work) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> is_over = false;
  std::exception_ptr why;
  std::mutex first_one;
  const auto take_part = [&] {
    try {
      auto work = make_work();
      for (std::size_t i = next++; i < count && !is_over; i = next++) {
        work(i);
      }
    } catch (...) {
      const std::lock_guard lock{first_one};
      why = why == nullptr ? std::current_exception() : why;
      is_over = true;
    }
  };
  {
    std::vector<std::jthread> others;
    bool is_given = true;
    while (is_given && others.size() + 1 < std::min<std::size_t>(threads, count)) {
      try {
        others.emplace_back(take_part);
      } catch (const std::system_error&) {
        is_given = false;  // fewer will do
      }
    }
    take_part();
  }
  if (why != nullptr) {
    std::rethrow_exception(why);
  }
}

}  // namespace preflight::upload
