// What the core needs of a C library's memory functions, in a hundredth of their size. There is one thread.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

extern "C" unsigned char
    __heap_base;  // NOLINT(bugprone-reserved-identifier): where the linker says that memory is free

namespace {

constexpr std::size_t page = 65536;
constexpr std::size_t largest = std::size_t{1} << 30;

/// In front of each block, whose size is a power of two; the next free block of this size while it is not in use.
struct block {
  block* next;
  std::uint32_t size_class;
  std::uint64_t padding;  ///< so that what follows is aligned as memory for any type is
};

block* free_blocks[32];
std::uintptr_t used_to;

block* new_block(std::uint32_t size_class) {
  const std::uintptr_t start = used_to != 0 ? used_to : (reinterpret_cast<std::uintptr_t>(&__heap_base) + 15) / 16 * 16;
  const std::uintptr_t end = start + sizeof(block) + (std::size_t{1} << size_class);
  const std::uintptr_t available = __builtin_wasm_memory_size(0) * page;
  if (end > available && __builtin_wasm_memory_grow(0, (end - available + page - 1) / page) == std::size_t(-1)) {
    return nullptr;
  }
  used_to = end;
  auto* const made = reinterpret_cast<block*>(start);
  made->size_class = size_class;
  return made;
}

}  // namespace

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  if (size > largest) {
    return nullptr;
  }
  const auto size_class = static_cast<std::uint32_t>(std::bit_width(size < 16 ? 15 : size - 1));
  block* made = free_blocks[size_class];
  if (made != nullptr) {
    free_blocks[size_class] = made->next;
  } else {
    made = new_block(size_class);
  }
  return made != nullptr ? made + 1 : nullptr;
}

/// The end of the module, which JavaScript replaces by a new one.
void* operator new(std::size_t size) {
  void* const made = operator new(size, std::nothrow);
  if (made == nullptr) {
    __builtin_trap();
  }
  return made;
}

void operator delete(void* memory) noexcept {
  if (memory != nullptr) {
    block* const freed = static_cast<block*>(memory) - 1;
    freed->next = free_blocks[freed->size_class];
    free_blocks[freed->size_class] = freed;
  }
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

// A byte at a time, where the C library's take eight.
extern "C" void* memchr(const void* bytes, int value, std::size_t count) {
  const auto* at = static_cast<const unsigned char*>(bytes);
  for (; count > 0; --count, ++at) {
    if (*at == static_cast<unsigned char>(value)) {
      return const_cast<unsigned char*>(at);
    }
  }
  return nullptr;
}

// One instruction each.
extern "C" void* memcpy(void* target, const void* source, std::size_t count) {
  return __builtin_memcpy(target, source, count);
}
extern "C" void* memmove(void* target, const void* source, std::size_t count) {
  return __builtin_memmove(target, source, count);
}
extern "C" void* memset(void* target, int value, std::size_t count) { return __builtin_memset(target, value, count); }
