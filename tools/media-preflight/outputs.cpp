#include "outputs.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>

#include <preflight/writers.hpp>

#include "cannot_run.hpp"
#include "nearest.hpp"
#include "system_text.hpp"
#include "text_output.hpp"

namespace preflight::cli {
namespace {

constexpr std::chrono::milliseconds sending_interval{50};
constexpr std::size_t most_waiting = std::size_t{64} * 1024;

}  // namespace

const writer& must_be_writer(std::string_view name) {
  if (const writer* const found = writer_named(name); found != nullptr) {
    return *found;
  }
  std::array<std::string_view, all_writers.size()> names{};
  std::transform(all_writers.begin(), all_writers.end(), names.begin(), [](const writer* each) { return each->name; });
  throw cannot_run{fmt::format("--output: there is no format '{}'{}", name, suggestion(name, names))};
}

outputs::outputs(std::span<const std::string> asked_for, const appearance& how, const surroundings& around,
                 progress& line)
    : line_{&line}, next_sending_{std::chrono::steady_clock::now() + sending_interval} {
  const std::array<std::string, 1> usual{std::string{all_writers.front()->name}};
  for (const std::string& each : asked_for.empty() ? std::span<const std::string>{usual} : asked_for) {
    const std::size_t colon = std::min(each.find(':'), each.size());
    const std::string path = each.substr(std::min(colon + 1, each.size()));
    output added{
        &must_be_writer(std::string_view{each}.substr(0, colon)), how, "standard output", {}, around.output, {}};
    if (colon < each.size() && path.empty()) {
      throw cannot_run{fmt::format("--output: '{}' names no file", each)};
    }
    if (path.empty() || path == "-") {
      added.how.colour = wants_colour(around.output);
      added.how.columns = columns_of_terminal(around.output);
    } else {
      added.name = path;
    }
    const auto same = [&](const output& other) { return other.name == added.name; };
    if (std::any_of(all_.begin(), all_.end(), same)) {
      throw cannot_run{
          fmt::format("--output: two formats would be mixed in {}; give one of them a file of its own, as in "
                      "--output json:report.json",
                      added.name)};
    }
    if (!path.empty() && path != "-") {
      added.file = descriptor{::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666)};
      if (!added.file.is_open()) {
        throw cannot_run{fmt::format("--output: {} cannot be written: {}", added.name, system_text(errno))};
      }
      added.number = added.file.number();
    }
    all_.push_back(std::move(added));
  }
}

void outputs::begin() {
  for (output& each : all_) {
    empty(each);
    each.form->begin(each.waiting, each.how);
  }
}

void outputs::write(std::span<const std::string> texts) {
  const auto now = std::chrono::steady_clock::now();
  const bool is_time = now >= next_sending_;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    output& each = all_[i];
    if (texts[i].empty()) {
      continue;
    }
    each.waiting += each.is_begun ? each.form->between : std::string_view{};
    each.is_begun = true;
    if (each.waiting.empty() && texts[i].size() >= most_waiting) {
      line_->erase();
      write_all(each.number, each.name, texts[i]);
      continue;
    }
    each.waiting += texts[i];
    if (is_time || each.waiting.size() >= most_waiting) {
      send(each);
    }
  }
  next_sending_ = is_time ? now + sending_interval : next_sending_;
}

void outputs::end(const run_summary& run) {
  line_->erase();
  for (output& each : all_) {
    each.form->end(each.waiting, run, each.how);
    send(each);
  }
}

void outputs::begin_items() {
  for (output& each : all_) {
    empty(each);
    each.form->begin_items(each.waiting, each.how);
  }
}

void outputs::end_items(const item_summary& run) {
  line_->erase();
  for (output& each : all_) {
    each.form->end_items(each.waiting, run, each.how);
    send(each);
  }
}

void outputs::empty(const output& one) {
  // What is no regular file has no length to cut.
  if (one.file.is_open() && ::ftruncate(one.number, 0) != 0 && errno != EINVAL) {
    throw cannot_run{fmt::format("--output: {} cannot be written: {}", one.name, system_text(errno))};
  }
}

void outputs::send(output& one) {
  line_->erase();
  write_all(one.number, one.name, one.waiting);
  one.waiting.clear();
}

}  // namespace preflight::cli
