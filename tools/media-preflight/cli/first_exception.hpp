#pragma once

#include <exception>

namespace preflight::cli {

/// For what is done in several places, where one that fails does not keep the others from it. Of all that was thrown
/// the first counts.
class first_exception {
 public:
  template <class Work>
  void attempt(const Work& work) {
    try {
      work();
    } catch (...) {
      why_ = why_ == nullptr ? std::current_exception() : why_;
    }
  }
  [[nodiscard]] explicit operator bool() const { return why_ != nullptr; }
  /// Throws it, where there is one.
  void rethrow() const {
    if (why_ != nullptr) {
      std::rethrow_exception(why_);
    }
  }

 private:
  std::exception_ptr why_;
};

}  // namespace preflight::cli
