// The core as a WebAssembly module that imports nothing. Texts from JavaScript are put into text(), numbers are
// doubles, which hold every size that JavaScript has; 0 is a pointer to nothing and says that something could not be
// made.

#include <cstdint>
#include <new>
#include <string>
#include <string_view>

#include <preflight/destinations/all.hpp>

#include "custom_destination.hpp"
#include "file_check.hpp"

namespace {

using preflight::npm::custom_destination;
using preflight::npm::file_check;

std::string texts;
std::string_view problem;

std::string_view text_at(std::uint32_t start, std::uint32_t length) {
  return start <= texts.size() ? std::string_view{texts}.substr(start, length) : std::string_view{};
}

}  // namespace

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

/// Room for so many bytes, until the next call.
EXPORT(text) char* text(std::uint32_t size) {
  texts.resize(size);
  return texts.data();
}

EXPORT(problem) const char* problem_text() { return problem.data(); }
EXPORT(problem_size) std::uint32_t problem_size() { return static_cast<std::uint32_t>(problem.size()); }

EXPORT(destination_named) const preflight::destination* destination_named(std::uint32_t length) {
  return preflight::destination_named(text_at(0, length));
}

/// In text(): its name, and that of the built-in one which it extends, or nothing.
EXPORT(destination_new)
custom_destination* destination_new(std::uint32_t name_length, std::uint32_t base_length) {
  const preflight::destination* const base = preflight::destination_named(text_at(name_length, base_length));
  if (base_length > 0 && base == nullptr) {
    return nullptr;
  }
  return new (std::nothrow) custom_destination{std::string{text_at(0, name_length)}, base};
}

/// In text(): a key and its value. False where problem() says why not.
EXPORT(destination_set)
bool destination_set(custom_destination* destination, std::uint32_t key_length, std::uint32_t value_length) {
  problem = destination->set(text_at(0, key_length), text_at(key_length, value_length));
  return problem.empty();
}

/// False where problem() says why not.
EXPORT(destination_finish) bool destination_finish(custom_destination* destination) {
  problem = destination->finish();
  return problem.empty();
}

EXPORT(destination_value) const preflight::destination* destination_value(custom_destination* destination) {
  return &destination->value();
}

EXPORT(destination_free) void destination_free(custom_destination* destination) { delete destination; }

/// In text(): the file's name.
EXPORT(check_new)
file_check* check_new(double size, std::uint32_t name_length, const preflight::destination* destination,
                      bool is_header) {
  constexpr double max_size = 9'007'199'254'740'991;  // the largest whole number of JavaScript
  if (!(size >= 0 && size <= max_size)) {
    return nullptr;
  }
  return new (std::nothrow)
      file_check{static_cast<std::uint64_t>(size), std::string{text_at(0, name_length)}, *destination,
                 is_header ? preflight::depth::header : preflight::depth::structure};
}

EXPORT(check_offset) double check_offset(file_check* check) { return static_cast<double>(check->need().offset); }
EXPORT(check_length) std::uint32_t check_length(file_check* check) { return check->need().length; }
EXPORT(check_window) unsigned char* check_window(file_check* check) { return check->window().data(); }
EXPORT(check_feed) void check_feed(file_check* check, std::uint32_t count) { check->feed(count); }

/// In text(): why it cannot be read, as a clause.
EXPORT(check_fail) void check_fail(file_check* check, bool is_regular, std::uint32_t length) {
  check->fail(is_regular ? preflight::failure_code::unreadable : preflight::failure_code::not_regular,
              text_at(0, length));
}

EXPORT(check_finish) const char* check_finish(file_check* check) { return check->finish().data(); }
EXPORT(check_line_size) std::uint32_t check_line_size(file_check* check) {
  return static_cast<std::uint32_t>(check->finish().size());
}
EXPORT(check_free) void check_free(file_check* check) { delete check; }
