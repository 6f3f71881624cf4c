#include "output/outputs.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <preflight/engine/engine.hpp>
#include <preflight/text/errno_message.hpp>

#include "cli/fatal_error.hpp"
#include "cli/first_exception.hpp"
#include "files/null_device.hpp"
#include "output/text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::chrono::milliseconds sending_interval{50};
constexpr std::size_t most_waiting = std::size_t{64} * 1024;

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

}  // namespace

outputs::outputs(std::span<const output_target> targets, const appearance& look, const standard_streams& streams,
                 progress& progress)
    : is_usual_{targets.empty()},
      progress_{&progress},
      next_sending_{std::chrono::steady_clock::now() + sending_interval} {
  const std::array usual{output_target{engine::all_writers.front(), {}}};
  for (const output_target& target : targets.empty() ? std::span<const output_target>{usual} : targets) {
    output added = open(target, look, streams.output);
    const place added_place{"--output", added.name, added.identity};
    require_distinct(added.number, added_place);
    places_.push_back(added_place);
    has_files_before_ = has_files_before_ || replaces_file(added);
    all_.push_back(std::move(added));
  }
}

bool outputs::replaces_file(const output& one) {
  struct stat status {};
  return one.file != nullptr ? one.file->replaces() : ::fstat(one.number, &status) == 0 && S_ISREG(status.st_mode);
}

outputs::output outputs::open(const output_target& target, const appearance& look, int standard) {
  output made{target.form, look, "standard output", {}, standard, {}, {}};
  if (target.file.empty()) {
    made.look.colour = use_colour(standard);
    made.look.columns = terminal_columns(standard);
    made.identity = identity_of(standard);
  } else {
    made.name = target.file;
    made.file = std::make_unique<output_file>(target.file);
    made.number = made.file->number();
    made.identity = made.file->identity();
  }
  return made;
}

void outputs::require_writable() const {
  for (const output& each : all_) {
    if (!is_writable(each.number)) {
      throw fatal_error{fmt::format("{} cannot be written: {}", each.name, errno_message(EBADF))};
    }
  }
}

/// Two texts in one place are of use to nobody, unless the place is where nothing stays.
void outputs::require_distinct(int number, const place& added) const {
  if (writes_to_null_device(number)) {
    return;
  }
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
  if (!is_usual_) {
    require_distinct(file.number(), added);
  }
  places_.push_back(added);
  has_files_before_ = has_files_before_ || file.replaces();
}

void outputs::reject_read_file(int number) const {
  struct stat read {};
  if (!has_files_before_ || ::fstat(number, &read) != 0 || !S_ISREG(read.st_mode)) {
    return;
  }
  reject_read_file(file_identity{read.st_dev, read.st_ino, {}}, "an input file");
}

void outputs::reject_read_file(const std::string& path, std::string_view what) const {
  if (const std::optional<file_identity> read = identity_at(path)) {
    reject_read_file(*read, what);
  }
}

void outputs::reject_read_file(const file_identity& read, std::string_view what) const {
  for (const place& each : places_) {
    if (each.identity == read) {
      throw fatal_error{fmt::format("{}: {} is {}; choose another file", each.option, each.name, what)};
    }
  }
}

void outputs::begin() {
  for (output& each : all_) {
    each.form->begin(each.waiting, each.look);
  }
}

void outputs::write(std::span<const std::string> texts) {
  const auto now = std::chrono::steady_clock::now();
  const bool is_time = now >= next_sending_;
  first_exception failed;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    failed.attempt([&] { add(all_[i], texts[i], is_time); });
  }
  next_sending_ = is_time ? now + sending_interval : next_sending_;
  failed.rethrow();
}

void outputs::add(output& one, const std::string& text, bool is_time) {
  if (text.empty() || one.is_lost) {
    return;
  }
  one.waiting += one.is_begun ? one.form->between : std::string_view{};
  one.is_begun = true;
  if (one.waiting.empty() && text.size() >= most_waiting) {
    put(one, text);
    return;
  }
  one.waiting += text;
  if (is_time || one.waiting.size() >= most_waiting) {
    send(one);
  }
}

void outputs::end(const run_summary& run) {
  progress_->erase();
  for (output& each : all_) {
    each.form->end(each.waiting, run, each.look);
  }
  finish();
}

void outputs::break_off() {
  for (output& each : all_) {
    if (each.file == nullptr && each.is_begun) {
      send(each);
    }
  }
}

void outputs::begin_items(std::span<const std::string> texts) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    all_[i].waiting += texts[i];
  }
}

void outputs::end_items(std::span<const std::string> texts) {
  progress_->erase();
  first_exception failed;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    all_[i].waiting += texts[i];
    failed.attempt([&] { send(all_[i]); });
  }
  for (output& each : all_) {
    failed.attempt([&] {
      if (each.file != nullptr && !each.is_lost) {
        each.file->finish();
      }
    });
  }
  failed.rethrow();
}

void outputs::put(output& one, std::string_view text) {
  progress_->erase();
  try {
    write_all(one.number, one.name, text);
  } catch (...) {
    one.is_lost = true;
    throw;
  }
}

void outputs::send(output& one) {
  if (!one.is_lost) {
    put(one, one.waiting);
  }
  one.waiting.clear();
}

/// All are whole before the first one appears. They appear one by one, so where that fails the earlier ones are named.
void outputs::finish() {
  for (output& each : all_) {
    send(each);
    if (each.file != nullptr) {
      each.file->store();
    }
  }
  std::string in_place;
  for (const output& each : all_) {
    if (each.file == nullptr || !each.file->is_unfinished()) {
      continue;
    }
    try {
      each.file->finish();
    } catch (const fatal_error& why) {
      throw fatal_error{in_place.empty() ? why.text() : fmt::format("{}; already in place: {}", why.text(), in_place)};
    }
    in_place += fmt::format("{}{}", in_place.empty() ? "" : ", ", each.name);
  }
}

}  // namespace preflight::cli
