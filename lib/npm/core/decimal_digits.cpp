// What std::to_chars calls for whole numbers, without the tables that libc++ has for it. lib/npm/wasm-toolchain lets
// the linker take these instead.

#include <cstdint>

namespace {

/// After the last digit.
char* write_digits(std::uint64_t number, char* out) {
  char* end = out + 1;
  for (std::uint64_t rest = number / 10; rest > 0; rest /= 10) {
    ++end;
  }
  for (char* at = end; at != out; number /= 10) {
    *--at = static_cast<char>('0' + number % 10);
  }
  return end;
}

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier)
char* digits_of_32_bits(std::uint32_t number, char* out) asm("__wrap__ZNSt3__26__itoa8__u32toaEjPc");
char* digits_of_64_bits(std::uint64_t number, char* out) asm("__wrap__ZNSt3__26__itoa8__u64toaEyPc");
// NOLINTEND(bugprone-reserved-identifier)

char* digits_of_32_bits(std::uint32_t number, char* out) { return write_digits(number, out); }
char* digits_of_64_bits(std::uint64_t number, char* out) { return write_digits(number, out); }
