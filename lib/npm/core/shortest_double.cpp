// std::to_chars for double, without the tables of 110 KB that libc++ has for it. lib/npm/build lets the linker take
// this one instead. Steele and White, "How to print floating-point numbers accurately" (1990), with the estimate of
// Burger and Dybvig (1996): the shortest digits that are read back as the same number, the nearest of them.

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace {

/// A whole number below 2^1152: a double is less than 2^1024, and its smallest step 2^-1074.
class wide_number {
 public:
  explicit wide_number(std::uint64_t value) : words_{static_cast<std::uint32_t>(value), high(value)} {}

  [[gnu::noinline]] void multiply(std::uint32_t factor) {
    std::uint64_t carry = 0;
    for (std::uint32_t& word : words_) {
      carry += std::uint64_t{word} * factor;
      word = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
  [[gnu::noinline]] void shift(unsigned bits) {
    for (; bits >= 31; bits -= 31) {
      multiply(1U << 31);
    }
    multiply(1U << bits);
  }
  [[gnu::noinline]] void add(const wide_number& other) {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      carry += std::uint64_t{words_[i]} + other.words_[i];
      words_[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
  /// Not more than this.
  [[gnu::noinline]] void subtract(const wide_number& other) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const std::uint64_t difference = std::uint64_t{words_[i]} - other.words_[i] - borrow;
      words_[i] = static_cast<std::uint32_t>(difference);
      borrow = (difference >> 32) & 1U;
    }
  }
  [[nodiscard, gnu::noinline]] int compare(const wide_number& other) const {
    for (std::size_t i = words_.size(); i > 0; --i) {
      if (words_[i - 1] != other.words_[i - 1]) {
        return words_[i - 1] < other.words_[i - 1] ? -1 : 1;
      }
    }
    return 0;
  }

 private:
  static std::uint32_t high(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }
  std::array<std::uint32_t, 37> words_;
};

wide_number sum(wide_number a, const wide_number& b) {
  a.add(b);
  return a;
}

/// 0.d1d2d3... x 10^point
struct decimal {
  std::array<char, 18> digits;
  std::size_t count = 0;
  int point = 0;
};

/// Of a positive, finite number.
decimal shortest_digits(double number) {
  const auto bits = std::bit_cast<std::uint64_t>(number);
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
  const auto biased = static_cast<int>(bits >> 52);
  const std::uint64_t mantissa = biased == 0 ? fraction : fraction | (std::uint64_t{1} << 52);
  const int exponent = std::max(biased, 1) - 1075;
  const bool is_even = mantissa % 2 == 0;
  const bool is_lopsided = fraction == 0 && biased > 1;  // the number below is half as far away as the one above

  // number = value / scale; half the way to its neighbours = above / scale and below / scale
  wide_number value{mantissa};
  wide_number scale{1};
  wide_number above{1};
  wide_number below{1};
  const unsigned doubled = is_lopsided ? 2 : 1;
  value.shift(doubled + static_cast<unsigned>(std::max(exponent, 0)));
  scale.shift(doubled + static_cast<unsigned>(std::max(-exponent, 0)));
  above.shift(doubled - 1 + static_cast<unsigned>(std::max(exponent, 0)));
  below.shift(static_cast<unsigned>(std::max(exponent, 0)));

  decimal out;
  const auto reaches = [&] { return sum(value, above).compare(scale) >= (is_even ? 0 : 1); };
  while (reaches()) {
    scale.multiply(10);
    ++out.point;
  }
  const auto grow = [&] {
    value.multiply(10);
    above.multiply(10);
    below.multiply(10);
  };
  for (;;) {
    wide_number next = sum(value, above);
    next.multiply(10);
    if (next.compare(scale) >= (is_even ? 0 : 1)) {
      break;
    }
    grow();
    --out.point;
  }
  for (bool is_low = false, is_high = false; !is_low && !is_high && out.count < out.digits.size();) {
    grow();
    char digit = '0';
    for (; value.compare(scale) >= 0; ++digit) {
      value.subtract(scale);
    }
    is_low = value.compare(below) < (is_even ? 1 : 0);
    is_high = sum(value, above).compare(scale) >= (is_even ? 0 : 1);
    value.multiply(is_low || is_high ? 2 : 1);
    const int half = value.compare(scale);
    const bool is_up = is_high && (!is_low || half > 0 || (half == 0 && (digit - '0') % 2 != 0));
    out.digits[out.count++] = static_cast<char>(digit + (is_up ? 1 : 0));
  }
  return out;
}

/// Writes into what is long enough for every number.
class pen {
 public:
  explicit pen(char* start) : at_{start} {}
  void put(char one) { *at_++ = one; }
  void put(std::string_view text) { at_ = std::copy(text.begin(), text.end(), at_); }
  void zeros(int count) {
    for (; count > 0; --count) {
      put('0');
    }
  }
  [[nodiscard]] char* end() const { return at_; }

 private:
  char* at_;
};

void write_fixed(pen& out, const decimal& number) {
  const std::string_view digits{number.digits.data(), number.count};
  const auto count = static_cast<int>(number.count);
  if (number.point <= 0) {
    out.put("0.");
    out.zeros(-number.point);
    out.put(digits);
  } else if (number.point >= count) {
    out.put(digits);
    out.zeros(number.point - count);
  } else {
    out.put(digits.substr(0, static_cast<std::size_t>(number.point)));
    out.put('.');
    out.put(digits.substr(static_cast<std::size_t>(number.point)));
  }
}

void write_scientific(pen& out, const decimal& number) {
  out.put(number.digits[0]);
  if (number.count > 1) {
    out.put('.');
    out.put(std::string_view{number.digits.data() + 1, number.count - 1});
  }
  int power = number.point - 1;
  out.put(power < 0 ? "e-" : "e+");
  power = power < 0 ? -power : power;
  if (power >= 100) {
    out.put(static_cast<char>('0' + power / 100));
  }
  out.put(static_cast<char>('0' + power / 10 % 10));
  out.put(static_cast<char>('0' + power % 10));
}

/// The shorter of both forms, the fixed one where they are equally long (C++20, [charconv.to.chars]).
bool is_fixed(const decimal& number) {
  const auto count = static_cast<int>(number.count);
  const int fixed = number.point <= 0 ? 2 - number.point + count : number.point >= count ? number.point : count + 1;
  const int power = number.point - 1;
  return fixed <= count + (count > 1 ? 1 : 0) + (power <= -100 || power >= 100 ? 5 : 4);
}

}  // namespace

// NOLINTNEXTLINE(bugprone-reserved-identifier)
std::to_chars_result shortest_to_chars(char* first, char* last, double number) asm("__wrap__ZNSt3__28to_charsEPcS0_d");

std::to_chars_result shortest_to_chars(char* first, char* last, double number) {
  std::array<char, 32> text;
  pen out{text.data()};
  if (std::bit_cast<std::uint64_t>(number) >> 63 != 0) {
    out.put('-');
    number = -number;
  }
  if (number != number) {
    out.put("nan");
  } else if (number - number != 0) {
    out.put("inf");
  } else if (number == 0) {
    out.put('0');
  } else if (const decimal digits = shortest_digits(number);
             is_fixed(digits) && digits.point > static_cast<int>(digits.count) && number < 0x1p64) {
    const auto whole = std::to_chars(out.end(), text.data() + text.size(), static_cast<std::uint64_t>(number));
    out = pen{whole.ptr};  // all digits of the number, not zeros after the shortest ones
  } else {
    is_fixed(digits) ? write_fixed(out, digits) : write_scientific(out, digits);
  }
  const auto length = out.end() - text.data();
  if (length > last - first) {
    return {last, std::errc::value_too_large};
  }
  return {std::copy(text.data(), out.end(), first), std::errc{}};
}
