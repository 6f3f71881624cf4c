#include "scan/scanner.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include <preflight/rules/integrity/decode_failed.hpp>
#include <preflight/rules/integrity/over_budget.hpp>
#include <preflight/rules/integrity/unreadable.hpp>
#include <preflight/text/escape_for_display.hpp>

#include "cli/fatal_error.hpp"
#include "output/text_output.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

/// The first batches are small, so that a few files already keep every thread busy.
constexpr std::size_t first_batch = 8;
constexpr std::size_t largest_batch = 128;

/// What a thread may keep open: little, where there are many threads and few descriptors to be had.
scanner_descriptors descriptors_per_thread(unsigned jobs) {
  constexpr rlim_t walk_reserve = 48;
  constexpr rlim_t file_reserve = 4;
  constexpr rlim_t max_folders = 8;
  constexpr rlim_t max_closing = 64;
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0) {
    return {};
  }
  const rlim_t share = descriptors.rlim_cur > walk_reserve ? (descriptors.rlim_cur - walk_reserve) / jobs : 0;
  const rlim_t spare = share > file_reserve ? share - file_reserve : 0;
  const rlim_t folders = std::clamp<rlim_t>(spare, 1, max_folders);
  return {static_cast<unsigned>(folders),
          static_cast<unsigned>(std::clamp<rlim_t>(spare - std::min(spare, folders), 1, max_closing))};
}

/// Results that may wait for an earlier one, for each thread.
constexpr std::size_t slots_per_thread = 4;

/// What stands between a file and its facts, for a run that has no findings to say it with.
void add_messages(const subject& file, const destination& destination, std::string& out) {
  const bool is_given_up = file.decoded != nullptr && file.decoded->outcome == decode_outcome::over_budget;
  for (const file_rule* rule : {&rules::unreadable, &rules::decode_failed, &rules::over_budget}) {
    finding result;
    if ((rule != &rules::over_budget || is_given_up) && rule->check(file, destination, result)) {
      out += "media-preflight: ";
      append_escaped(out, file.name);
      out += ": ";
      out += result.message.text();
      out += '\n';
    }
  }
}

/// What decided, as people know it: in or below the working folder by the way there.
std::vector<std::string> shown_files(const std::set<const configuration*>& configurations) {
  const std::string here = absolute_path("") + '/';
  std::set<std::string_view> files;
  for (const configuration* source : configurations) {
    for (const configuration* part : source->outermost_first()) {
      const std::string_view file = part->file;
      files.insert(file.starts_with(here) ? file.substr(here.size()) : file);
    }
  }
  return {files.begin(), files.end()};
}

}  // namespace

scanner::scanner(file_queue& queue, outputs& outputs, const scan_options& options, const standard_streams& streams,
                 progress& progress)
    : queue_{&queue},
      outputs_{&outputs},
      options_{&options},
      jobs_{options.one_user ? 1 : options.jobs},  // files are judged one after the other then
      streams_{streams},
      progress_{&progress},
      window_(std::size_t{jobs_} * slots_per_thread) {
  descriptors_ = descriptors_per_thread(jobs_);
  total_.judged = options.judge;
  total_.shard = options.shard ? options.shard->number : 0;
  total_.shards = options.shard ? options.shard->count : 0;
}

run_summary scanner::run() {
  const auto started = std::chrono::steady_clock::now();
  outputs_->begin();
  {
    std::vector<std::jthread> threads;
    worker_loop(&threads);
  }
  if (exception_ != nullptr) {
    end_early();
  }
  total_.title = destination_ != nullptr && !is_mixed_ ? destination_->title : std::string_view{};
  total_.configurations = shown_files(configurations_);
  total_.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return total_;
}

/// What is known of the files before is not lost with the rest of the run.
void scanner::end_early() const {
  try {
    std::rethrow_exception(exception_);
  } catch (const fatal_error&) {
    outputs_->break_off();
    throw;
  }
}

/// What every thread does. The first one starts the others, if there turns out to be work for them.
void scanner::worker_loop(std::vector<std::jthread>* threads) {
  try {
    file_checker checker{*options_, *outputs_, options_->one_user ? &run_ : nullptr, streams_.input,
                         descriptors_.closing};
    batch files;
    result_slot slot;
    std::uint64_t sequence = 0;
    while (fill(files, sequence)) {
      if (threads != nullptr && !is_exhausted_) {
        start(*threads);
      }
      threads = nullptr;
      check_batch(files, checker, slot);
      if (!submit(sequence, slot)) {
        return;
      }
    }
  } catch (...) {
    stop(std::current_exception());
  }
}

/// As many as the system gives.
void scanner::start(std::vector<std::jthread>& threads) {
  try {
    while (threads.size() + 1 < jobs_) {
      threads.emplace_back([this] { worker_loop(nullptr); });
    }
  } catch (const std::system_error&) {
    return;
  }
}

bool scanner::fill(batch& files, std::uint64_t& sequence) {
  const std::lock_guard lock{fill_mutex_};
  files.clear();
  const std::size_t usual_room = std::min(largest_batch, first_batch << std::min<std::uint64_t>(next_to_fill_, 8));
  const std::size_t room =
      options_->depth == check_depth::decode ? 1 : usual_room;  // one video may take as long as all the rest
  while (!is_exhausted_ && files.has_room(room, descriptors_.folders)) {
    const queued_file* const next = queue_->next();
    is_exhausted_ = next == nullptr;
    offered_ += is_exhausted_ ? 0 : 1;
    if (next != nullptr && (!options_->shard || options_->shard->has(next->path))) {
      files.add(*next);
    }
  }
  sequence = next_to_fill_++;
  return !files.items().empty();
}

void scanner::check_batch(const batch& files, file_checker& checker, result_slot& slot) const {
  slot.texts.resize(outputs_->all().size());
  for (std::string& text : slot.texts) {
    text.clear();
  }
  slot.messages.clear();
  slot.part = run_summary{};
  slot.unread = 0;
  slot.configurations.clear();
  slot.destination = nullptr;
  slot.is_mixed = false;
  for (const batch::item& item : files.items()) {
    if (checker.check_file(files, item)) {
      write_file(files, item, checker, slot);
    }
  }
}

void scanner::write_file(const batch& files, const batch::item& item, const file_checker& checker,
                         result_slot& slot) const {
  const std::string_view path = files.path(item);
  const destination* const destination = files.policy(item).destination;
  if (!options_->judge) {
    const subject subject{checker.report().file, path, checker.read_failure() ? &*checker.read_failure() : nullptr,
                          nullptr, checker.decoded() ? &*checker.decoded() : nullptr};
    add_messages(subject, *destination, slot.messages);
  }
  const written_file file{path,
                          checker.report(),
                          options_->judge ? destination : nullptr,
                          options_->depth,
                          !checker.read_failure(),
                          item.is_from_cli,
                          checker.decoded() ? &*checker.decoded() : nullptr};
  slot.unread += !options_->judge && lacks_facts(file) ? 1U : 0U;
  for (std::size_t i = 0; i < slot.texts.size(); ++i) {
    const outputs::output& output = outputs_->all()[i];
    const std::size_t before = slot.texts[i].size();
    slot.texts[i] += before > 0 ? output.form->between : std::string_view{};
    const std::size_t start = slot.texts[i].size();
    output.form->file(slot.texts[i], file, output.look);
    if (slot.texts[i].size() == start) {
      slot.texts[i].resize(before);
    }
  }
  slot.part.add(checker.report());
  if (const configuration* const source = files.policy(item).source;
      source != nullptr && std::ranges::find(slot.configurations, source) == slot.configurations.end()) {
    slot.configurations.push_back(source);
  }
  slot.is_mixed = slot.is_mixed || (slot.destination != nullptr && slot.destination != destination);
  slot.destination = destination;
}

/// False where the run is over.
bool scanner::submit(std::uint64_t sequence, result_slot& slot) {
  std::unique_lock lock{submit_mutex_};
  window_moved_.wait(lock, [&] { return is_stopped_ || sequence < next_to_write_ + window_.size(); });
  if (is_stopped_) {
    return false;
  }
  if (sequence == next_to_write_) {
    write_in_order(slot);
    ++next_to_write_;
  } else {
    std::swap(window_[sequence % window_.size()], slot);
    window_[sequence % window_.size()].is_ready = true;
  }
  for (result_slot* next = &window_[next_to_write_ % window_.size()]; next->is_ready;
       next = &window_[next_to_write_ % window_.size()]) {
    write_in_order(*next);
    next->is_ready = false;
    ++next_to_write_;
  }
  slot.is_ready = false;
  window_moved_.notify_all();
  return true;
}

void scanner::write_in_order(result_slot& slot) {
  total_.add(slot.part);
  unread_ += slot.unread;
  configurations_.insert(slot.configurations.begin(), slot.configurations.end());
  is_mixed_ = is_mixed_ || slot.is_mixed ||
              (destination_ != nullptr && slot.destination != nullptr && destination_ != slot.destination);
  destination_ = slot.destination != nullptr ? slot.destination : destination_;
  if (!slot.messages.empty()) {
    progress_->erase();
    write_message(streams_.error, slot.messages);
  }
  outputs_->write(slot.texts);
  progress_->show(total_.files, total_.failed);
}

void scanner::stop(std::exception_ptr exception) {
  const std::lock_guard lock{submit_mutex_};
  if (exception_ == nullptr) {
    exception_ = std::move(exception);
  }
  is_stopped_ = true;
  window_moved_.notify_all();
}

}  // namespace preflight::cli
