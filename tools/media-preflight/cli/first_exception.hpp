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
      exception_ = exception_ == nullptr ? std::current_exception() : exception_;
    }
  }
  [[nodiscard]] explicit operator bool() const { return exception_ != nullptr; }
  /// Throws it, where there is one.
  void rethrow() const {
    if (exception_ != nullptr) {
      std::rethrow_exception(exception_);
    }
  }

 private:
  std::exception_ptr exception_;
};

}  // namespace preflight::cli
