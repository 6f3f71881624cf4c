#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace preflight {

/// Appends to a string what is written in many small pieces. They are collected in place first, because each append to
/// a std::string is a call; what was written last is in the string only after flush().
class buffered_appender {
 public:
  explicit buffered_appender(std::string& target) : target_{target} {}
  buffered_appender(const buffered_appender&) = delete;
  buffered_appender& operator=(const buffered_appender&) = delete;

  /// Always inline, because what is written is mostly a literal, and then these are a few moves.
  [[gnu::always_inline]] buffered_appender& operator+=(std::string_view piece) {
    if (piece.size() > buffer_.size() - used_) {
      return append_slowly(piece);
    }
    if (!piece.empty()) {
      std::memcpy(buffer_.data() + used_, piece.data(), piece.size());
      used_ += piece.size();
    }
    return *this;
  }
  [[gnu::always_inline]] buffered_appender& operator+=(char one) { return *this += std::string_view{&one, 1}; }

  void flush() {
    target_.append(buffer_.data(), used_);
    used_ = 0;
  }

 private:
  buffered_appender& append_slowly(std::string_view piece) {
    flush();
    if (piece.size() > buffer_.size()) {
      target_ += piece;
      return *this;
    }
    return *this += piece;
  }

  std::string& target_;
  std::size_t used_ = 0;
  std::array<char, 2048> buffer_;  // left uninitialised on purpose: only the first used_ are ever read
};

}  // namespace preflight
