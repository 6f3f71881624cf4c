#include "scan/scanner.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <system_error>
#include <utility>

#include <preflight/rules/integrity/decode_failed.hpp>
#include <preflight/rules/integrity/over_budget.hpp>
#include <preflight/rules/integrity/unreadable.hpp>
#include <preflight/text/escape_for_display.hpp>

#include "cli/fatal_error.hpp"
#include "files/descriptor_limit.hpp"
#include "output/text_output.hpp"
#include "scan/describe_run.hpp"
#include "walk/absolute_path.hpp"

namespace preflight::cli {
namespace {

using clock = std::chrono::steady_clock;

/// A batch saves taking turns, and that is all, so it need not last longer than many turns take.
constexpr std::size_t largest_batch = 128;
constexpr std::chrono::milliseconds longest_batch{2};

/// While files wait for storage and not for a processor, more of them may wait at once, up to this.
constexpr unsigned max_waiting_jobs = 32;
/// Each file as long as this, and no less than once asleep: it waited for storage.
constexpr std::chrono::microseconds storage_latency{200};

/// How often this thread went to sleep by itself.
long voluntary_waits() {
  rusage used{};
  return ::getrusage(RUSAGE_THREAD, &used) == 0 ? used.ru_nvcsw : 0;
}

/// What is open beside the walk and the threads: the standard streams, outputs, the list.
constexpr std::size_t other_descriptors = 10;

/// The file and what comes with it: its folder, one that waits to be closed; for decoding its copy, the sockets of two
/// workers, and the other end of one that is being started.
std::size_t least_descriptors(check_depth depth) { return depth == check_depth::decode ? 8 : 4; }

std::size_t shared_descriptors() {
  const std::size_t taken = other_descriptors + max_open_folders() + 1;
  return descriptor_limit() > taken ? descriptor_limit() - taken : 0;
}

/// No more threads than can have their files open.
unsigned affordable_jobs(unsigned jobs, check_depth depth) {
  return static_cast<unsigned>(std::clamp<std::size_t>(shared_descriptors() / least_descriptors(depth), 1, jobs));
}

/// Decoding waits for workers, which are busy.
unsigned most_jobs(const scan_options& options) {
  return options.jobs_are_usual && options.depth != check_depth::decode ? std::max(options.jobs, max_waiting_jobs)
                                                                        : options.jobs;
}

/// What a thread may keep open: little, where there are many threads and few descriptors to be had.
scanner_descriptors descriptors_per_thread(unsigned jobs, check_depth depth) {
  constexpr std::size_t max_folders = 8;
  constexpr std::size_t max_closing = 64;
  const std::size_t share = shared_descriptors() / jobs;
  const std::size_t spare = share > least_descriptors(depth) ? share - least_descriptors(depth) : 0;
  const std::size_t folders = std::clamp<std::size_t>(spare, 1, max_folders);
  return {static_cast<unsigned>(folders),
          static_cast<unsigned>(std::clamp<std::size_t>(spare - std::min(spare, folders), 1, max_closing))};
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
std::vector<std::string> shown_files(const run_details& details) {
  const std::string here = absolute_path("");
  std::set<std::string_view> files;
  for (const auto& [source, count] : details.configurations) {
    for (const configuration* part :
         source != nullptr ? source->outermost_first() : std::vector<const configuration*>{}) {
      files.insert(shown_file(part->file, here));
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
      jobs_{options.one_user ? 1 : affordable_jobs(most_jobs(options), options.depth)},  // one after the other then
      usual_jobs_{std::min(jobs_, options.jobs)},
      streams_{streams},
      progress_{&progress},
      window_(std::size_t{jobs_} * slots_per_thread) {
  descriptors_ = descriptors_per_thread(jobs_, options.depth);
  total_.judged = options.judge;
  total_.shard = options.shard ? options.shard->number : 0;
  total_.shards = options.shard ? options.shard->count : 0;
}

run_summary scanner::run() {
  const auto started = clock::now();
  outputs_->begin();
  worker_loop(true);
  join_threads();
  if (exception_ != nullptr) {
    end_early();
  }
  total_.title = destination_ != nullptr && !is_mixed_ ? destination_->title : std::string_view{};
  total_.lacking = unread_;
  total_.configurations = shown_files(details_);
  details_.threads = threads_.size() + 1;
  total_.elapsed_seconds = std::chrono::duration<double>(clock::now() - started).count();
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
void scanner::worker_loop(bool is_first) {
  try {
    file_checker checker{*options_, *outputs_, options_->one_user ? &run_ : nullptr, streams_.input,
                         descriptors_.closing};
    if (baseline_ != nullptr) {
      checker.set_baseline(*baseline_);
    }
    batch files;
    result_slot slot;
    std::uint64_t sequence = 0;
    std::size_t room = 1;
    for (;;) {
      queue_->look_ahead(jobs_ > 1 ? std::max<std::size_t>(2 * files.items().size(), 2) : 0);
      if (!fill(files, sequence, room)) {
        return;
      }
      start_threads(std::exchange(is_first, false) ? usual_jobs_ - 1 : 0);
      const long waits = voluntary_waits();
      const auto started = clock::now();
      check_batch(files, checker, slot);
      const auto count = static_cast<long>(files.items().size());
      const clock::duration each = (clock::now() - started) / count;
      room = static_cast<std::size_t>(
          std::clamp<std::int64_t>(longest_batch / std::max(each, clock::duration{1}), 1, largest_batch));
      if (each >= storage_latency && voluntary_waits() - waits >= count) {
        start_threads(1);
      }
      if (!submit(sequence, slot)) {
        return;
      }
    }
  } catch (...) {
    stop(std::current_exception());
  }
}

/// So many more, but no more than there may be, nor than the system gives, nor where nothing is left to do.
void scanner::start_threads(unsigned count) {
  if (count == 0 || jobs_ == 1) {
    return;
  }
  const std::lock_guard lock{thread_mutex_};
  try {
    for (; count > 0 && !is_exhausted_ && threads_.size() + 1 < jobs_; --count) {
      threads_.emplace_back([this] { worker_loop(false); });
    }
  } catch (const std::system_error&) {
    return;
  }
}

/// Threads start others only while they run, so when all that are known have ended there are no more.
void scanner::join_threads() {
  for (std::size_t next = 0;; ++next) {
    std::thread ended;
    {
      const std::lock_guard lock{thread_mutex_};
      if (next == threads_.size()) {
        return;
      }
      ended = std::move(threads_[next]);
    }
    ended.join();
  }
}

/// At most so many as `room`, and no more than leave some for everybody.
bool scanner::fill(batch& files, std::uint64_t& sequence, std::size_t room) {
  const std::lock_guard lock{fill_mutex_};
  files.clear();
  const std::size_t fair_share = std::max<std::size_t>(offered_ / (std::size_t{2} * jobs_), 1);
  // One video may take as long as all the rest.
  const std::size_t most = options_->depth == check_depth::decode ? 1 : std::min(room, fair_share);
  while (!is_exhausted_ && files.has_room(most, descriptors_.folders)) {
    const queued_file* const next = queue_->next();
    is_exhausted_ = next == nullptr;
    offered_ += next != nullptr ? 1U : 0U;
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
  slot.details = {};
  slot.destination = nullptr;
  slot.is_mixed = false;
  const bool is_timed = streams_.is_verbose || std::ranges::any_of(outputs_->all(), [](const outputs::output& output) {
                          return output.form->wants_times;
                        });
  for (const batch::item& item : files.items()) {
    const auto started = is_timed ? clock::now() : clock::time_point{};
    if (checker.check_file(files, item)) {
      slot.seconds = is_timed ? std::chrono::duration<double>(clock::now() - started).count() : -1;
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
                          checker.decoded() ? &*checker.decoded() : nullptr,
                          slot.seconds,
                          checker.content_hash(),
                          checker.thumbnail()};
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
  ++slot.details.configurations[files.policy(item).source];
  if (slot.seconds > slot.details.slowest_seconds) {
    slot.details.slowest_seconds = slot.seconds;
    slot.details.slowest = path;
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
  for (const auto& [source, count] : slot.details.configurations) {
    details_.configurations[source] += count;
  }
  if (slot.details.slowest_seconds > details_.slowest_seconds) {
    details_.slowest_seconds = slot.details.slowest_seconds;
    details_.slowest = slot.details.slowest;
  }
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
