#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "files/descriptor.hpp"

namespace preflight::cli {

/// ThreadSanitizer does not see close_range(), and takes the next file with such a number for the one before.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool closes_ranges = false;
#elif defined(__has_feature)
inline constexpr bool closes_ranges = !__has_feature(thread_sanitizer);
#else
inline constexpr bool closes_ranges = true;
#endif

/// Descriptors that wait to be closed together: where numbers follow each other, as they mostly do where one thread
/// opens the files, one call closes many.
class batched_close {
 public:
  /// `max` may wait; with 1 none does.
  explicit batched_close(std::size_t max) : max_{max} { numbers_.reserve(max); }
  batched_close(const batched_close&) = delete;
  batched_close& operator=(const batched_close&) = delete;
  ~batched_close() { close(); }

  void take(descriptor done) {
    numbers_.push_back(static_cast<unsigned>(done.release()));
    if (numbers_.size() >= max_) {
      close();
    }
  }

 private:
  void close() {
    std::sort(numbers_.begin(), numbers_.end());
    for (auto first = numbers_.begin(); first != numbers_.end();) {
      auto last = first;
      while (last + 1 != numbers_.end() && *(last + 1) == *last + 1) {
        ++last;
      }
      close(*first, *last);
      first = last + 1;
    }
    numbers_.clear();
  }

  static void close(unsigned first, unsigned last) {
    if (closes_ranges && first < last && ::close_range(first, last, 0) == 0) {
      return;
    }
    for (unsigned number = first; number <= last; ++number) {
      ::close(static_cast<int>(number));
    }
  }

  std::size_t max_;
  std::vector<unsigned> numbers_;
};

}  // namespace preflight::cli
