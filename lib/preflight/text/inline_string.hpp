#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace preflight {

/// Text in place, for messages built without allocating. What does not fit is cut between two letters of UTF-8, and the
/// cut shown by "...".
template <std::size_t Capacity>
class inline_string {
  static_assert(Capacity >= 8 && Capacity <= 0xFFFF);

 public:
  constexpr inline_string() = default;
  constexpr inline_string(std::string_view text) { *this << text; }

  [[nodiscard]] constexpr std::string_view text() const { return {bytes_.data(), size_}; }
  constexpr operator std::string_view() const { return text(); }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  constexpr void clear() {
    size_ = 0;
    is_cut_ = 0;
  }

  constexpr inline_string& operator<<(std::string_view more) {
    const std::size_t count = is_cut_ != 0 ? 0 : std::min(more.size(), Capacity - size_);
    std::copy_n(more.begin(), count, bytes_.begin() + size_);
    size_ = static_cast<std::uint16_t>(size_ + count);
    if (count < more.size() && is_cut_ == 0) {
      cut();
    }
    return *this;
  }

  // Templates, so that a signed number or a truth is an error and not silently a character.
  template <std::same_as<char> T>
  constexpr inline_string& operator<<(T one) {
    return *this << std::string_view{&one, 1};
  }

  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>) constexpr inline_string& operator<<(T number) {
    std::array<char, 20> digits;
    std::size_t first = digits.size();
    do {
      digits[--first] = static_cast<char>('0' + number % 10);
      number = static_cast<T>(number / 10);
    } while (number > 0 && first > 0);
    return *this << std::string_view{digits.data() + first, digits.size() - first};
  }

 private:
  constexpr void cut() {
    constexpr std::string_view dots = "...";
    std::size_t end = Capacity - dots.size();
    const auto is_inside_letter = [this](std::size_t i) {
      return (static_cast<unsigned char>(bytes_[i]) & 0xC0) == 0x80;
    };
    while (end > 0 && is_inside_letter(end)) {
      --end;
    }
    std::copy_n(dots.begin(), dots.size(), bytes_.begin() + end);
    size_ = static_cast<std::uint16_t>(end + dots.size());
    is_cut_ = 1;
  }

  std::array<char, Capacity> bytes_;  // left uninitialised on purpose: only the first size_ are ever read
  std::uint16_t size_ = 0;
  std::uint8_t is_cut_ = 0;  // no bool: the text may come from another process, as plain bytes
};

}  // namespace preflight
