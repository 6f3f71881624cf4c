#include "service/clock.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace zoom_server {

namespace {

std::int64_t real() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

std::tm broken_down(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  return parts;
}

}  // namespace

std::int64_t clock::now() const { return standing_ ? *standing_ : real() + shift_; }

void clock::advance(std::int64_t milliseconds) {
  if (standing_) {
    *standing_ += milliseconds;
  } else {
    shift_ += milliseconds;
  }
}

void clock::run() {
  if (standing_) {
    shift_ = *standing_ - real();
    standing_.reset();
  }
}

std::string iso_time(std::int64_t seconds) {
  const std::tm parts = broken_down(seconds);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), length};
}

// The names of days and months are the C locale's: the program never asks for another.
std::string http_time(std::int64_t seconds) {
  const std::tm parts = broken_down(seconds);
  std::array<char, 40> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), length};
}

}  // namespace zoom_server
