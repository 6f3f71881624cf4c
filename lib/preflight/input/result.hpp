#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace preflight {

/// Why something could not be done at all. What is wrong *inside* a file is a fault (fault.hpp), not a failure.
enum class failure_code : std::uint8_t {
  unreadable,         ///< cannot be opened or read
  folder_unreadable,  ///< the same of a folder
  not_regular,        ///< a folder, FIFO, socket or device
  changed,            ///< became shorter while it was read
  invalid_argument    ///< error of the caller: a window too small, an unknown name
};

/// `what` has static storage duration; `offset` is in bytes from the start of the file, 0 where none applies;
/// `system_error` is the errno value behind it, 0 where there is none.
struct failure {
  failure_code code = failure_code::unreadable;
  std::string_view what;
  std::uint64_t offset = 0;
  int system_error = 0;
};

/// A value or a failure, with the member names of std::expected, which g++ 12 and clang 14 do not have yet.
template <class T>
class [[nodiscard]] result {
  static_assert(!std::is_same_v<std::remove_cv_t<T>, failure>);

 public:
  constexpr result(const T& value) : good_{true} { std::construct_at(&value_, value); }
  constexpr result(T&& value) : good_{true} { std::construct_at(&value_, std::move(value)); }
  constexpr result(const failure& error) : good_{false} { std::construct_at(&error_, error); }
  constexpr result(const result& other) : good_{other.good_} {
    if (good_) {
      std::construct_at(&value_, other.value_);
    } else {
      std::construct_at(&error_, other.error_);
    }
  }
  constexpr result(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) : good_{other.good_} {
    if (good_) {
      std::construct_at(&value_, std::move(other.value_));
    } else {
      std::construct_at(&error_, other.error_);
    }
  }
  result& operator=(const result&) = delete;
  result& operator=(result&&) = delete;
  constexpr ~result() {
    if (good_) {
      value_.~T();
    }
  }

  [[nodiscard]] constexpr bool has_value() const noexcept { return good_; }
  [[nodiscard]] constexpr explicit operator bool() const noexcept { return good_; }

  /// Precondition of the next four: has_value().
  [[nodiscard]] constexpr T& operator*() & noexcept { return value_; }
  [[nodiscard]] constexpr const T& operator*() const& noexcept { return value_; }
  [[nodiscard]] constexpr T&& operator*() && noexcept { return std::move(value_); }
  [[nodiscard]] constexpr T* operator->() noexcept { return &value_; }
  [[nodiscard]] constexpr const T* operator->() const noexcept { return &value_; }

  /// Precondition: !has_value().
  [[nodiscard]] constexpr const failure& error() const noexcept { return error_; }

 private:
  union {
    T value_;
    failure error_;
  };
  bool good_;
};

}  // namespace preflight
