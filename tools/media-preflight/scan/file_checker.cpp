#include "scan/file_checker.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <concepts>
#include <utility>

#include <preflight/engine/engine.hpp>
#include <preflight/text/file_extension.hpp>

#include "files/deadline_source.hpp"
#include "files/descriptor_source.hpp"
#include "files/memory_file.hpp"
#include "files/opened_file.hpp"
#include "git/git_changes.hpp"
#include "git/lfs_pointer.hpp"
#include "walk/file_kind.hpp"
#include "walk/input.hpp"

namespace preflight::cli {

namespace {

/// More than any upload here may have; each thread keeps one.
constexpr std::size_t max_kept_blob = std::size_t{16} << 20;

/// The headers of a video count samples; only a decoder knows what comes out of them.
void add_frames(const decode_result& result, facts& facts) {
  if (!facts.frames && facts.video_tracks == 1 && result.outcome == decode_outcome::decoded && !result.keyframes_only) {
    facts.frames = result.frames;
  }
}

}  // namespace

bool file_checker::check_file(const batch& files, const batch::item& item) {
  report_->clear();
  read_failure_.reset();
  decoded_.reset();
  content_hash_.reset();
  file current{files.path(item), item, files.policy(item), item.is_input ? input_ : -1};
  if (item.problem) {
    return report_unreadable(*item.problem, current);
  }
  if (item.is_input) {
    return check_input(current);
  }
  if (item.staged != nullptr) {
    return check_staged(files.object(item), current);
  }
  const descriptor* const folder = files.folder(item);
  result<opened_file> opened = open_file(folder != nullptr ? folder->number() : AT_FDCWD, files.name(item), item.size);
  if (!opened) {
    return report_unreadable(opened.error(), current);
  }
  current.number = opened->file.number();
  // What the system makes up while it is read, as under /proc, has no size.
  const bool is_reported = opened->size == 0
                               ? check_stream(current.number, false, current)
                               : check_source(descriptor_source{opened->file.number(), opened->size}, current);
  closing_.take(std::move(opened->file));
  return is_reported;
}

bool file_checker::check_input(const file& target) {
  struct stat status {};
  if (::fstat(input_, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
    return check_source(descriptor_source{input_, static_cast<std::uint64_t>(status.st_size)}, target);
  }
  return check_stream(input_, true, target);
}

bool file_checker::check_stream(int number, bool waits, const file& target) {
  const result<std::vector<unsigned char>> bytes = read_to_end(number, waits);
  if (!bytes) {
    return report_unreadable(bytes.error(), target);
  }
  return check_bytes(*bytes, target);
}

/// A large blob is not kept: it is judged while git gives it, and others wait meanwhile. One that is decoded, or
/// compared with others, has to be kept.
bool file_checker::check_staged(const char* object, const file& target) {
  std::vector<unsigned char> bytes;
  {
    result<object_stream> stream = target.item.staged->store.open(object);
    if (!stream) {
      return report_unreadable(stream.error(), target);
    }
    const bool is_kept = run_ != nullptr || (decoder_ && !is_refused(stream->size(), target));
    if (stream->size() > max_kept_blob && !is_kept) {
      return check_source(std::move(*stream), target);
    }
    if (stream->size() > max_input_bytes) {
      return report_unreadable(
          {failure_code::unreadable, "larger than 256 MiB, which is too much to decode or compare"}, target);
    }
    bytes.resize(static_cast<std::size_t>(stream->size()));
    if (const result<std::size_t> length = stream->read(0, bytes); !length) {
      return report_unreadable(length.error(), target);
    }
  }
  const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  if (const std::optional<lfs_pointer> pointer = parse_lfs_pointer(text)) {
    if (std::optional<opened_file> content = open_lfs_object(target.item.staged->lfs_objects, *pointer, window())) {
      return check_source(descriptor_source{content->file.number(), content->size}, target);
    }
  }
  return check_bytes(bytes, target);
}

bool file_checker::check_bytes(std::span<const unsigned char> bytes, const file& target) {
  if (!decoder_) {
    return check_source(memory_source{bytes}, target);
  }
  const result<opened_file> copy = memory_file(bytes);
  return copy ? check_source(descriptor_source{copy->file.number(), copy->size}, target)
              : report_unreadable(copy.error(), target);
}

template <source S>
bool file_checker::check_source(S input, const file& target) {
  const bool is_refused = this->is_refused(input.size(), target);
  const reading_effort wanted{sniff_depth(options_->depth), options_->decoding.ceilings};
  const result<probe_result> probed = probe(input, limit_effort(wanted, is_refused));
  if (!probed) {
    return report_unreadable(probed.error(), target);
  }
  report_->file = probed->file;
  report_->bytes_read = probed->bytes_read;
  const bool is_media = info(report_->file.format).kind != kind::other || claims_media(extension_of(target.path));
  if (!target.item.is_explicit && !is_media) {
    return false;
  }
  reject_output(target);
  if constexpr (std::same_as<S, descriptor_source>) {
    if (decoder_ && !is_refused && decode_client::takes(report_->file.format)) {
      decoded_ = decoder_->decode(input.number(), report_->file);
      add_frames(*decoded_, report_->file);
    }
  }
  if (options_->judge && run_ != nullptr) {
    judge_with_run(input, target);
  } else if (options_->judge) {
    judge(target, nullptr);
  }
  if (hashes_content_ && !report_->findings().empty()) {
    hash(input);
  }
  if (baseline_ != nullptr && content_hash_) {
    const std::optional<lfs_pointer> pointer = pointer_in(input);
    baseline_->remove_known({content_hash(), pointer ? std::string_view{pointer->object} : std::string_view{}},
                            target.path, *report_);
  }
  return true;
}

/// Of what is staged it is the working copy that an output would replace.
void file_checker::reject_output(const file& target) const {
  if (target.item.staged != nullptr) {
    outputs_->reject_read_file(std::string{target.path});
  } else {
    outputs_->reject_read_file(target.number);
  }
}

bool file_checker::is_refused(std::uint64_t size, const file& target) const {
  return options_->judge && target.policy.refuses_by_size && is_refused_by_size(*target.policy.destination, size);
}

/// Within the time for one file. Where that is over, what its headers say is still worth having.
template <source S>
result<probe_result> file_checker::probe(S& input, const reading_effort& effort) {
  deadline_source timed{input, std::chrono::seconds{effort.ceilings.seconds}};
  result<probe_result> probed = engine::probe(timed, window(), effort.depth, effort.ceilings);
  if (!timed.is_over()) {
    return probed;
  }
  const reading_effort least = limit_effort({depth::header, effort.ceilings}, false);
  result<probe_result> headers = engine::probe(input, window(), least.depth, least.ceilings);
  if (headers) {
    fault slow;
    slow.kind = fault_kind::over_budget;
    slow.what = "reading takes longer than --max-seconds allows";
    slow.ceiling = ceiling::seconds;
    headers->file.faults.add(slow);
  }
  return headers;
}

/// True where the failure is a finding. Of a file that was only found in a folder it is none unless its name says that
/// it is a media file.
bool file_checker::report_unreadable(const failure& reason, const file& target) {
  const bool is_file = reason.code == failure_code::unreadable || reason.code == failure_code::not_regular;
  if (!target.item.is_explicit && is_file && !claims_media(extension_of(target.path))) {
    return false;
  }
  reject_output(target);
  read_failure_ = reason;
  report_->file = facts{};
  report_->bytes_read = 0;
  if (options_->judge) {
    judge(target, nullptr);
  }
  return true;
}

template <source S>
void file_checker::judge_with_run(S& input, const file& target) {
  run_position position;
  position.same_bytes_as =
      run_->same_bytes_as(input, target.path, !target.item.is_input && target.item.staged == nullptr, window());
  judge(target, &position);
  if (report_->verdict() == verdict::fail) {
    return;  // takes no place, so there is nothing to say about how many are taken
  }
  position.accepted_before = run_->counted();
  report_->clear();
  judge(target, &position);
  run_->count_file();  // also one too many: the next is one more
}

template <source S>
void file_checker::hash(S& input) {
  deadline_source timed{input, std::chrono::seconds{options_->decoding.ceilings.seconds}};
  content_hash_ = hash_content(timed, window());
}

template <source S>
std::optional<lfs_pointer> file_checker::pointer_in(S& input) const {
  if (report_->file.format != format::git_lfs_pointer || input.size() > max_lfs_pointer_bytes) {
    return std::nullopt;
  }
  const result<std::size_t> length = input.read(0, window());
  return length ? parse_lfs_pointer({reinterpret_cast<const char*>(window().data()), *length}) : std::nullopt;
}

void file_checker::judge(const file& target, const run_position* position) {
  const bool is_nameless = target.item.is_input && target.path == stdin_name;
  engine::judge(subject{report_->file, is_nameless ? std::string_view{} : target.path,
                        read_failure_ ? &*read_failure_ : nullptr, position, decoded_ ? &*decoded_ : nullptr},
                *target.policy.destination, target.policy.file_rules, *report_);
}

}  // namespace preflight::cli
