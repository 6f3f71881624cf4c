#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace preflight::upload {

/// Results shown in their order, in whatever order they come. For several threads.
template <class T>
class ordered_results {
 public:
  /// `show` is called by one thread at a time.
  ordered_results(std::size_t count, std::function<void(std::size_t, const T&)> show)
      : results_(count), show_{std::move(show)} {}

  void give(std::size_t index, T result) {
    const std::lock_guard lock{guard_};
    results_[index] = std::move(result);
    for (; next_ < results_.size() && results_[next_]; ++next_) {
      if (show_) {
        show_(next_, *results_[next_]);
      }
    }
  }

  /// One that was given already.
  [[nodiscard]] T of(std::size_t index) {
    const std::lock_guard lock{guard_};
    return results_[index].value_or(T{});
  }

 private:
  std::mutex guard_;
  std::vector<std::optional<T>> results_;
  std::size_t next_ = 0;
  std::function<void(std::size_t, const T&)> show_;
};

}  // namespace preflight::upload
