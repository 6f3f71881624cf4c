#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace crafted {

/// Bytes under construction. Numbers are big-endian unless the name says otherwise.
class bytes : public std::vector<unsigned char> {
 public:
  bytes() = default;
  bytes(std::initializer_list<unsigned char> values) : vector(values) {}
  explicit bytes(std::string_view text) : vector(text.begin(), text.end()) {}

  bytes& u8(std::uint64_t value) { return number(value, 1); }
  bytes& u16(std::uint64_t value) { return number(value, 2); }
  bytes& u24(std::uint64_t value) { return number(value, 3); }
  bytes& u32(std::uint64_t value) { return number(value, 4); }
  bytes& u64(std::uint64_t value) { return number(value, 8); }
  bytes& u16le(std::uint64_t value) { return little(value, 2); }
  bytes& u32le(std::uint64_t value) { return little(value, 4); }
  bytes& u64le(std::uint64_t value) { return little(value, 8); }
  bytes& text(std::string_view more) {
    insert(end(), more.begin(), more.end());
    return *this;
  }
  bytes& repeat(std::size_t count, unsigned char value) {
    insert(end(), count, value);
    return *this;
  }
  bytes& zeros(std::size_t count) { return repeat(count, 0); }
  bytes& add(const std::vector<unsigned char>& more) {
    insert(end(), more.begin(), more.end());
    return *this;
  }

 private:
  bytes& number(std::uint64_t value, unsigned size) {
    for (unsigned i = size; i > 0; --i) {
      push_back(static_cast<unsigned char>(value >> (8 * (i - 1))));
    }
    return *this;
  }
  bytes& little(std::uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      push_back(static_cast<unsigned char>(value >> (8 * i)));
    }
    return *this;
  }
};

[[nodiscard]] inline bytes operator+(bytes left, const bytes& right) {
  left.add(right);
  return left;
}

[[nodiscard]] inline bytes text(std::string_view characters) { return bytes{characters}; }
[[nodiscard]] inline bytes zeros(std::size_t count) { return bytes{}.zeros(count); }

/// The first `count` bytes.
[[nodiscard]] inline bytes cut(bytes whole, std::size_t count) {
  if (count > whole.size()) {
    throw std::logic_error{"a file cannot be cut past its end"};
  }
  whole.resize(count);
  return whole;
}

/// Everything but the first `count` bytes.
[[nodiscard]] inline bytes skip(bytes whole, std::size_t count) {
  if (count > whole.size()) {
    throw std::logic_error{"a file cannot be cut past its end"};
  }
  whole.erase(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(count));
  return whole;
}

/// `good` with `was` at offset `at` replaced by `now`, after checking that `was` stands there.
[[nodiscard]] inline bytes patched(bytes good, std::size_t at, const bytes& was, const bytes& now) {
  if (was.size() != now.size() || at > good.size() || was.size() > good.size() - at) {
    throw std::logic_error{"a patch keeps the size of the file"};
  }
  for (std::size_t i = 0; i < was.size(); ++i) {
    if (good[at + i] != was[i]) {
      throw std::logic_error{"offset " + std::to_string(at + i) + " does not hold what the patch expects"};
    }
    good[at + i] = now[i];
  }
  return good;
}

/// Where these characters first stand, which must be somewhere.
[[nodiscard]] inline std::size_t find(const bytes& file, std::string_view characters, std::size_t start = 0) {
  const std::string_view all{reinterpret_cast<const char*>(file.data()), file.size()};
  const std::size_t at = all.find(characters, start);
  if (at == std::string_view::npos) {
    throw std::logic_error{"'" + std::string{characters} + "' is not in the file"};
  }
  return at;
}

/// `good` with the first `was` replaced by `now`, of any length.
[[nodiscard]] inline bytes replaced(const bytes& good, const bytes& was, const bytes& now) {
  const std::size_t at = find(good, {reinterpret_cast<const char*>(was.data()), was.size()});
  return cut(good, at) + now + skip(good, at + was.size());
}

/// What a program makes of a file that it writes in text mode: a carriage return before every line feed.
[[nodiscard]] inline bytes with_carriage_returns(const bytes& file) {
  bytes out;
  for (const unsigned char byte : file) {
    if (byte == '\n') {
      out.u8('\r');
    }
    out.u8(byte);
  }
  return out;
}

/// Bits, most significant first (ITU-T H.264, 7.2).
class bits {
 public:
  bits& put(std::uint64_t value, unsigned count) {
    for (unsigned i = count; i > 0; --i) {
      if (used_ == 0) {
        bytes_.push_back(0);
      }
      bytes_.back() = static_cast<unsigned char>(bytes_.back() | (((value >> (i - 1)) & 1U) << (7 - used_)));
      used_ = (used_ + 1) % 8;
    }
    return *this;
  }
  /// Exp-Golomb codes, ITU-T H.264 9.1.
  bits& ue(std::uint32_t value) {
    unsigned length = 0;
    while (((std::uint64_t{value} + 1) >> (length + 1)) != 0) {
      ++length;
    }
    return put(0, length).put(std::uint64_t{value} + 1, length + 1);
  }
  bits& se(std::int32_t value) {
    return ue(value > 0 ? 2 * static_cast<std::uint32_t>(value) - 1 : 2 * static_cast<std::uint32_t>(-value));
  }
  /// rbsp_trailing_bits: a one, then zeros to the next byte.
  bits& trailing() {
    put(1, 1);
    return used_ == 0 ? *this : put(0, 8 - used_);
  }
  [[nodiscard]] const bytes& all() const { return bytes_; }

 private:
  bytes bytes_;
  unsigned used_ = 0;
};

}  // namespace crafted
