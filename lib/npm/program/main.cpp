// The program as WebAssembly: the same sources as for the native one. There are no C++ exceptions here, and need not
// be: each that the program throws ends the run, so what would be said where it is caught is said where it is thrown.

#include <cxxabi.h>
#include <cstdlib>
#include <exception>
#include <string>
#include <typeinfo>
#include <vector>

#include <preflight/text/escape_for_display.hpp>

#include "cli.hpp"
#include "cli/fatal_error.hpp"
#include "cli/words/usage_errors.hpp"
#include "commands/command.hpp"
#include "host.hpp"
#include "output/outputs.hpp"
#include "output/text_output.hpp"

namespace {

using namespace preflight;
using namespace preflight::cli;

/// Where a run has begun to write to; nullptr before.
outputs* current_outputs = nullptr;

void say(std::string_view text) {
  std::string line{"media-preflight: "};
  append_escaped(line, text);
  line += '\n';
  write_message(2, line);
}

[[noreturn]] void end(void* thrown, const std::type_info& type) {
  if (type == typeid(broken_pipe)) {
    npm::host_exit(status_broken_pipe);
  }
  if (type == typeid(usage_error)) {
    const auto& error = *static_cast<const usage_error*>(thrown);
    say(error.text());
    write_message(2, "Try: " + error.command() + " --help\n");
  } else if (type == typeid(fatal_error)) {
    if (outputs* const begun = std::exchange(current_outputs, nullptr)) {
      begun->break_off();
    }
    say(static_cast<const fatal_error*>(thrown)->text());
  } else {
    say("cannot continue: out of memory, or an error in the program");
  }
  npm::host_exit(status_cannot_run);
}

}  // namespace

// What the compiler calls for `throw`. NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
void* __cxa_allocate_exception(std::size_t size) noexcept { return std::malloc(size); }
void __cxa_free_exception(void* memory) noexcept { std::free(memory); }
void __cxa_throw(void* thrown, std::type_info* type, void (*)(void*)) { end(thrown, *type); }
void* __cxa_begin_catch(void* thrown) noexcept { return thrown; }
void __cxa_end_catch() {}
void __cxa_rethrow() { npm::host_exit(status_cannot_run); }

// The linker lets outputs::begin() come here first.
void begin_for_real(outputs* places) asm("__real__ZN9preflight3cli7outputs5beginEv");
void begin_and_remember(outputs* places) asm("__wrap__ZN9preflight3cli7outputs5beginEv");
void begin_and_remember(outputs* places) {
  current_outputs = places;
  begin_for_real(places);
}
}
// NOLINTEND(bugprone-reserved-identifier)

extern "C" __attribute__((export_name("run"))) int run_program(int count) {
  std::vector<std::string> arguments;
  for (int place = 0; place < count; ++place) {
    arguments.push_back(npm::take_text(npm::host_argument(place)));
  }
  return run(arguments, {});
}
