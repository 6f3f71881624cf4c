#include "output/outputs.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>
#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "cli/first_exception.hpp"
#include "files/null_device.hpp"
#include "output/append_text.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::chrono::milliseconds flush_interval{50};
constexpr std::size_t max_pending = std::size_t{64} * 1024;

file_identity identity_of(int number) {
  struct stat status {};
  return ::fstat(number, &status) == 0 ? file_identity{status.st_dev, status.st_ino, {}} : file_identity{};
}

bool writes_to_null_device(int number) {
  struct stat status {};
  return ::fstat(number, &status) == 0 && is_null_device(status);
}

/// One that was closed, for which the program has opened something to read instead, would only fail after all the work.
bool is_writable(int number) {
  const int flags = ::fcntl(number, F_GETFL);
  return flags != -1 && (flags & O_ACCMODE) != O_RDONLY;
}

/// Of the file that a run also adds to; empty where there is none.
std::string appendix_path(const writer& form) {
  const char* const path = form.appendix.write != nullptr ? std::getenv(form.appendix.variable.data()) : nullptr;
  return path != nullptr ? path : "";
}

descriptor open_appendix(const writer& form, const std::string& path) {
  descriptor file{::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666)};
  if (!file.is_open()) {
    throw fatal_error{
        fmt::format("{}, which {} names, cannot be written: {}", path, form.appendix.variable, errno_message(errno))};
  }
  return file;
}

}  // namespace

outputs::outputs(std::span<const output_target> targets, const appearance& look, const standard_streams& streams,
                 progress& progress)
    : is_default_{targets.empty()},
      progress_{&progress},
      next_flush_{std::chrono::steady_clock::now() + flush_interval} {
  const std::array usual{output_target{engine::all_writers.front(), {}}};
  for (const output_target& target : targets.empty() ? std::span<const output_target>{usual} : targets) {
    output added = open(target, look, streams);
    const place added_place{"--output", added.name, added.identity};
    if (!writes_to_null_device(added.number)) {
      require_distinct(added_place);
    }
    places_.push_back(added_place);
    has_files_before_ = has_files_before_ || replaces_file(added);
    all_.push_back(std::move(added));
  }
  for (output& sink : all_) {
    add_appendix(sink);
  }
}

/// Last, because opening it makes the file, which must not be one that is to appear. Two outputs of one form add to it
/// only once.
void outputs::add_appendix(output& sink) {
  const std::string path = appendix_path(*sink.form);
  if (path.empty() || std::ranges::any_of(all_, [&](const output& other) {
        return other.form == sink.form && other.appendix.is_open();
      })) {
    return;
  }
  if (const std::optional<file_identity> identity = identity_at(path)) {
    require_distinct({sink.form->appendix.variable, path, *identity});
  }
  sink.appendix = open_appendix(*sink.form, path);
  sink.appendix_name = fmt::format("{}, which {} names,", path, sink.form->appendix.variable);
  struct stat status {};
  if (::fstat(sink.appendix.number(), &status) == 0 && S_ISREG(status.st_mode)) {
    places_.push_back({sink.form->appendix.variable, path, {status.st_dev, status.st_ino, {}}});
    has_files_before_ = true;
  }
}

bool outputs::replaces_file(const output& sink) {
  struct stat status {};
  return sink.file != nullptr ? sink.file->replaces() : ::fstat(sink.number, &status) == 0 && S_ISREG(status.st_mode);
}

outputs::output outputs::open(const output_target& target, const appearance& look, const standard_streams& streams) {
  const int standard = streams.output;
  output result{target.form, look, "standard output", {}, standard, {}, {}, {}, {}, {}};
  if (target.file.empty()) {
    result.look.colour = use_colour(standard, streams.colour);
    result.look.columns = terminal_columns(standard);
    result.identity = identity_of(standard);
  } else {
    result.name = target.file;
    result.file = std::make_unique<output_file>(target.file);
    result.number = result.file->number();
    result.identity = result.file->identity();
  }
  return result;
}

void outputs::require_writable() const {
  for (const output& sink : all_) {
    if (!is_writable(sink.number)) {
      throw fatal_error{fmt::format("{} cannot be written: {}", sink.name, errno_message(EBADF))};
    }
  }
}

/// Two reports in one place are useless, unless the place keeps nothing.
void outputs::require_distinct(const place& added) const {
  for (const place& other : places_) {
    if (other.identity == added.identity) {
      throw fatal_error{fmt::format(
          "{}: two reports would be mixed in {}{}; give one its own file, as in --output json:report.json",
          added.option, added.name, added.name == other.name ? "" : fmt::format(", which is also {}", other.name))};
    }
  }
}

void outputs::add_place(std::string_view option, const std::string& name, const output_file& file) {
  const place added{option, name, file.identity()};
  if (!is_default_ && !writes_to_null_device(file.number())) {
    require_distinct(added);
  }
  places_.push_back(added);
  has_files_before_ = has_files_before_ || file.replaces();
}

void outputs::reject_read_file(int number) const {
  struct stat status {};
  if (!has_files_before_ || ::fstat(number, &status) != 0 || !S_ISREG(status.st_mode)) {
    return;
  }
  reject_read_file(file_identity{status.st_dev, status.st_ino, {}}, "an input file");
}

void outputs::reject_read_file(const std::string& path, std::string_view description) const {
  if (const std::optional<file_identity> input = identity_at(path)) {
    reject_read_file(*input, description);
  }
}

void outputs::reject_read_file(const file_identity& input, std::string_view description) const {
  for (const place& other : places_) {
    if (other.identity == input) {
      throw fatal_error{fmt::format("{}: {} is {}; choose another file", other.option, other.name, description)};
    }
  }
}

void outputs::begin() {
  for (output& sink : all_) {
    sink.form->begin(sink.pending, sink.look);
  }
}

void outputs::write(std::span<const std::string> texts) {
  const auto now = std::chrono::steady_clock::now();
  const bool is_time = now >= next_flush_;
  first_exception errors;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    errors.attempt([&] { add(all_[i], texts[i], is_time); });
  }
  next_flush_ = is_time ? now + flush_interval : next_flush_;
  errors.rethrow();
}

void outputs::add(output& sink, const std::string& text, bool is_time) {
  if (text.empty() || sink.is_lost) {
    return;
  }
  if (sink.form->finish != nullptr && !has_items_) {
    sink.held += text;
    return;
  }
  sink.pending += sink.is_begun ? sink.form->between : std::string_view{};
  sink.is_begun = true;
  if (sink.pending.empty() && text.size() >= max_pending) {
    put(sink, text);
    return;
  }
  sink.pending += text;
  if (is_time || sink.pending.size() >= max_pending) {
    flush(sink);
  }
}

void outputs::end(const run_summary& run) {
  progress_->erase();
  for (output& sink : all_) {
    if (sink.form->finish != nullptr) {
      sink.form->finish(sink.pending, sink.held, run, sink.look);
    } else {
      sink.form->end(sink.pending, run, sink.look);
    }
  }
  store();
  // Before the first file appears: where one of these has no room for it, nothing is left behind.
  for (output& sink : all_) {
    append(sink, run);
  }
  finish();
}

void outputs::append(output& sink, const run_summary& run) {
  struct stat status {};
  if (sink.appendix.is_open() && ::fstat(sink.appendix.number(), &status) == 0) {
    const std::size_t most = sink.form->appendix.max_bytes;
    const std::size_t present = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
    std::string text;
    sink.form->appendix.write(text, sink.held, run, most - std::min(most, present));
    append_text(sink.appendix.number(), sink.appendix_name, text);
  }
}

void outputs::break_off() {
  for (output& sink : all_) {
    if (sink.file == nullptr && sink.is_begun) {
      flush(sink);
    }
  }
}

void outputs::begin_items(std::span<const std::string> texts) {
  has_items_ = true;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    all_[i].pending += texts[i];
  }
}

void outputs::end_items(std::span<const std::string> texts) {
  progress_->erase();
  first_exception errors;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    all_[i].pending += texts[i];
    errors.attempt([&] { flush(all_[i]); });
  }
  for (output& sink : all_) {
    errors.attempt([&] {
      if (sink.file != nullptr && !sink.is_lost) {
        sink.file->finish();
      }
    });
  }
  errors.rethrow();
}

void outputs::put(output& sink, std::string_view text) {
  progress_->erase();
  try {
    write_all(sink.number, sink.name, text);
  } catch (...) {
    sink.is_lost = true;
    throw;
  }
}

void outputs::flush(output& sink) {
  if (!sink.is_lost) {
    put(sink, sink.pending);
  }
  sink.pending.clear();
}

/// All are whole before the first one appears.
void outputs::store() {
  for (output& sink : all_) {
    flush(sink);
    if (sink.file != nullptr) {
      sink.file->store();
    }
  }
}

/// They appear one by one, so where that fails the earlier ones are named.
void outputs::finish() {
  std::string in_place;
  for (const output& sink : all_) {
    if (sink.file == nullptr || !sink.file->is_unfinished()) {
      continue;
    }
    try {
      sink.file->finish();
    } catch (const fatal_error& error) {
      throw fatal_error{in_place.empty() ? error.text()
                                         : fmt::format("{}; already in place: {}", error.text(), in_place)};
    }
    in_place += fmt::format("{}{}", in_place.empty() ? "" : ", ", sink.name);
  }
}

}  // namespace preflight::cli
