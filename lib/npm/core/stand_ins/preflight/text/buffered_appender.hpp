#pragma once

#include <string>
#include <string_view>

namespace preflight {

/// Appends to a string. The native program collects pieces first, with moves in place of calls, which takes more code.
class buffered_appender {
 public:
  explicit buffered_appender(std::string& target) : target_{target} {}
  buffered_appender(const buffered_appender&) = delete;
  buffered_appender& operator=(const buffered_appender&) = delete;

  [[gnu::noinline]] buffered_appender& operator+=(std::string_view piece) {
    target_.append(piece.data(), piece.size());
    return *this;
  }
  [[gnu::noinline]] buffered_appender& operator+=(char one) { return *this += std::string_view{&one, 1}; }

  void flush() {}

 private:
  std::string& target_;
};

}  // namespace preflight
