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

namespace preflight::cli {
namespace {

/// The first batches are small, so that a few files already keep every thread busy.
constexpr std::size_t first_batch = 8;
constexpr std::size_t largest_batch = 128;

/// What a thread may keep open: little, where there are many threads and few descriptors to be had.
scanner_descriptors descriptors_for_each(unsigned jobs) {
  constexpr rlim_t for_the_walk = 48;
  constexpr rlim_t for_one_file = 4;
  constexpr rlim_t most_folders = 8;
  constexpr rlim_t most_closing = 64;
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0) {
    return {};
  }
  const rlim_t share = descriptors.rlim_cur > for_the_walk ? (descriptors.rlim_cur - for_the_walk) / jobs : 0;
  const rlim_t spare = share > for_one_file ? share - for_one_file : 0;
  const rlim_t folders = std::clamp<rlim_t>(spare, 1, most_folders);
  return {static_cast<unsigned>(folders),
          static_cast<unsigned>(std::clamp<rlim_t>(spare - std::min(spare, folders), 1, most_closing))};
}

/// Results that may wait for an earlier one, for each thread.
constexpr std::size_t window_for_each = 4;

/// What stands between a file and its facts, for a run that has no findings to say it with.
void add_messages(const subject& about, const destination& where, std::string& to) {
  const bool is_given_up = about.decoded != nullptr && about.decoded->outcome == decode_outcome::over_budget;
  for (const file_rule* each : {&rules::unreadable, &rules::decode_failed, &rules::over_budget}) {
    finding why;
    if ((each != &rules::over_budget || is_given_up) && each->check(about, where, why)) {
      to += "media-preflight: ";
      append_escaped(to, about.name);
      to += ": ";
      to += why.message.text();
      to += '\n';
    }
  }
}

}  // namespace

scanner::scanner(file_queue& from, outputs& to, const scan_options& options, const standard_streams& around,
                 progress& line)
    : from_{&from},
      to_{&to},
      options_{&options},
      jobs_{options.one_user ? 1 : options.jobs},  // files are judged one after the other then
      around_{around},
      line_{&line},
      window_(std::size_t{jobs_} * window_for_each) {
  descriptors_ = descriptors_for_each(jobs_);
  total_.judged = options.judge;
  total_.shard = options.shard ? options.shard->number : 0;
  total_.shards = options.shard ? options.shard->count : 0;
}

run_summary scanner::work() {
  const auto started = std::chrono::steady_clock::now();
  to_->begin();
  {
    std::vector<std::jthread> helpers;
    worker_loop(&helpers);
  }
  if (why_stopped_ != nullptr) {
    end_early();
  }
  total_.title = where_ != nullptr && !is_mixed_ ? where_->title : std::string_view{};
  total_.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return total_;
}

/// What is known of the files before is not lost with the rest of the run.
void scanner::end_early() const {
  try {
    std::rethrow_exception(why_stopped_);
  } catch (const fatal_error&) {
    to_->break_off();
    throw;
  }
}

/// What every thread does. The first one starts the others, if there turns out to be work for them.
void scanner::worker_loop(std::vector<std::jthread>* helpers) {
  try {
    file_checker with{*options_, *to_, options_->one_user ? &run_ : nullptr, around_.input, descriptors_.closing};
    batch some;
    result_slot mine;
    std::uint64_t sequence = 0;
    while (fill(some, sequence)) {
      if (helpers != nullptr && !is_exhausted_) {
        start(*helpers);
      }
      helpers = nullptr;
      check_file(some, with, mine);
      if (!submit(sequence, mine)) {
        return;
      }
    }
  } catch (...) {
    stop(std::current_exception());
  }
}

/// As many as the system gives.
void scanner::start(std::vector<std::jthread>& helpers) {
  try {
    while (helpers.size() + 1 < jobs_) {
      helpers.emplace_back([this] { worker_loop(nullptr); });
    }
  } catch (const std::system_error&) {
    return;
  }
}

bool scanner::fill(batch& into, std::uint64_t& sequence) {
  const std::lock_guard lock{filling_};
  into.clear();
  const std::size_t usual_room = std::min(largest_batch, first_batch << std::min<std::uint64_t>(next_to_fill_, 8));
  const std::size_t room =
      options_->depth == check_depth::decode ? 1 : usual_room;  // one video may take as long as all the rest
  while (!is_exhausted_ && into.has_room(room, descriptors_.folders)) {
    const queued_file* const next = from_->next();
    is_exhausted_ = next == nullptr;
    offered_ += is_exhausted_ ? 0 : 1;
    if (next != nullptr && (!options_->shard || options_->shard->has(next->path))) {
      into.add(*next);
    }
  }
  sequence = next_to_fill_++;
  return !into.items().empty();
}

void scanner::check_file(const batch& some, file_checker& with, result_slot& into) const {
  into.texts.resize(to_->all().size());
  for (std::string& each : into.texts) {
    each.clear();
  }
  into.messages.clear();
  into.part = run_summary{};
  into.unread = 0;
  into.where = nullptr;
  into.is_mixed = false;
  for (const batch::item& one : some.items()) {
    if (with.check_file(some, one)) {
      write_one(some, one, with, into);
    }
  }
}

void scanner::write_one(const batch& of, const batch::item& one, const file_checker& with, result_slot& into) const {
  const std::string_view path = of.path(one);
  const destination* const where = of.how(one).where;
  if (!options_->judge) {
    const subject about{with.found().file, path, with.not_read() ? &*with.not_read() : nullptr, nullptr,
                        with.decoded() ? &*with.decoded() : nullptr};
    add_messages(about, *where, into.messages);
  }
  const written_file shown{path,
                           with.found(),
                           options_->judge ? where : nullptr,
                           options_->depth,
                           !with.not_read(),
                           one.is_from_cli,
                           with.decoded() ? &*with.decoded() : nullptr};
  into.unread += !options_->judge && lacks_facts(shown) ? 1U : 0U;
  for (std::size_t i = 0; i < into.texts.size(); ++i) {
    const outputs::output& each = to_->all()[i];
    const std::size_t before = into.texts[i].size();
    into.texts[i] += before > 0 ? each.form->between : std::string_view{};
    const std::size_t start = into.texts[i].size();
    each.form->file(into.texts[i], shown, each.look);
    if (into.texts[i].size() == start) {
      into.texts[i].resize(before);
    }
  }
  into.part.add(with.found());
  into.is_mixed = into.is_mixed || (into.where != nullptr && into.where != where);
  into.where = where;
}

/// False where the run is over.
bool scanner::submit(std::uint64_t sequence, result_slot& mine) {
  std::unique_lock lock{handing_in_};
  moved_on_.wait(lock, [&] { return is_stopped_ || sequence < next_to_write_ + window_.size(); });
  if (is_stopped_) {
    return false;
  }
  if (sequence == next_to_write_) {
    write_in_order(mine);
    ++next_to_write_;
  } else {
    std::swap(window_[sequence % window_.size()], mine);
    window_[sequence % window_.size()].is_ready = true;
  }
  for (result_slot* next = &window_[next_to_write_ % window_.size()]; next->is_ready;
       next = &window_[next_to_write_ % window_.size()]) {
    write_in_order(*next);
    next->is_ready = false;
    ++next_to_write_;
  }
  mine.is_ready = false;
  moved_on_.notify_all();
  return true;
}

void scanner::write_in_order(result_slot& next) {
  total_.add(next.part);
  unread_ += next.unread;
  is_mixed_ = is_mixed_ || next.is_mixed || (where_ != nullptr && next.where != nullptr && where_ != next.where);
  where_ = next.where != nullptr ? next.where : where_;
  if (!next.messages.empty()) {
    line_->erase();
    write_message(around_.error, next.messages);
  }
  to_->write(next.texts);
  line_->show(total_.files, total_.failed);
}

void scanner::stop(std::exception_ptr why) {
  const std::lock_guard lock{handing_in_};
  if (why_stopped_ == nullptr) {
    why_stopped_ = std::move(why);
  }
  is_stopped_ = true;
  moved_on_.notify_all();
}

}  // namespace preflight::cli
