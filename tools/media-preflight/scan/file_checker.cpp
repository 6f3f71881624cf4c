#include "scan/file_checker.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <concepts>
#include <utility>

#include <preflight/engine/engine.hpp>
#include <preflight/text/file_extension.hpp>

#include "files/descriptor_source.hpp"
#include "files/memory_file.hpp"
#include "files/opened_file.hpp"
#include "walk/file_kind.hpp"
#include "walk/input.hpp"

namespace preflight::cli {

namespace {

/// The headers of a video count samples, of which only a decoder knows what comes out.
void add_frames(const decode_result& result, facts& to) {
  if (!to.frames && to.video_tracks == 1 && result.outcome == decode_outcome::decoded && !result.keyframes_only) {
    to.frames = result.frames;
  }
}

}  // namespace

bool file_checker::check_file(const batch& of, const batch::item& one) {
  found_->clear();
  not_read_.reset();
  decoded_.reset();
  file about{of.path(one), one, of.how(one), one.is_input ? input_ : -1};
  if (one.problem) {
    return report_unreadable(*one.problem, about);
  }
  if (one.is_input) {
    return look_at_input(about);
  }
  const descriptor* const folder = of.folder(one);
  result<opened_file> opened = open_file(folder != nullptr ? folder->number() : AT_FDCWD, of.name(one), one.size);
  if (!opened) {
    return report_unreadable(opened.error(), about);
  }
  about.number = opened->file.number();
  // What the system makes up while it is read, as under /proc, has no size.
  const bool is_found = opened->size == 0 ? look_at_stream(about.number, false, about)
                                          : look_into(descriptor_source{opened->file.number(), opened->size}, about);
  closing_.take(std::move(opened->file));
  return is_found;
}

bool file_checker::look_at_input(const file& one) {
  struct stat status {};
  if (::fstat(input_, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
    return look_into(descriptor_source{input_, static_cast<std::uint64_t>(status.st_size)}, one);
  }
  return look_at_stream(input_, true, one);
}

bool file_checker::look_at_stream(int number, bool waits, const file& one) {
  const result<std::vector<unsigned char>> bytes = read_to_end(number, waits);
  if (!bytes) {
    return report_unreadable(bytes.error(), one);
  }
  if (!decoder_) {
    return look_into(memory_source{*bytes}, one);
  }
  const result<opened_file> kept = memory_file(*bytes);
  return kept ? look_into(descriptor_source{kept->file.number(), kept->size}, one)
              : report_unreadable(kept.error(), one);
}

template <source S>
bool file_checker::look_into(S from, const file& one) {
  const result<probe_result> looked =
      engine::probe(from, window(), sniff_depth(options_->depth), options_->decoding.ceilings);
  if (!looked) {
    return report_unreadable(looked.error(), one);
  }
  found_->file = looked->file;
  found_->bytes_read = looked->bytes_read;
  const bool is_media = info(found_->file.format).kind != kind::other || claims_media(extension_of(one.path));
  if (!one.asked.is_explicit && !is_media) {
    return false;
  }
  outputs_->reject_read_file(one.number);
  if constexpr (std::same_as<S, descriptor_source>) {
    if (decoder_ && decode_client::takes(found_->file.format)) {
      decoded_ = decoder_->decode(from.number(), found_->file);
      add_frames(*decoded_, found_->file);
    }
  }
  if (options_->judge && run_ != nullptr) {
    judge_in_run(from, one);
  } else if (options_->judge) {
    judge_by(one, nullptr);
  }
  return true;
}

/// True where the failure is a finding. A file that vanished is none unless its name says that it was a media file.
bool file_checker::report_unreadable(const failure& why, const file& one) {
  if (!one.asked.is_explicit && why.system_error == ENOENT && !claims_media(extension_of(one.path))) {
    return false;
  }
  not_read_ = why;
  found_->file = facts{};
  found_->bytes_read = 0;
  if (options_->judge) {
    judge_by(one, nullptr);
  }
  return true;
}

template <source S>
void file_checker::judge_in_run(S& from, const file& one) {
  run_position position;
  position.same_bytes_as = run_->same_bytes_as(from, one.path, !one.asked.is_input, window());
  judge_by(one, &position);
  if (found_->verdict() == verdict::fail) {
    return;  // takes no place, so there is nothing to say about how many are taken
  }
  position.accepted_before = run_->accepted();
  found_->clear();
  judge_by(one, &position);
  if (found_->verdict() != verdict::fail) {
    run_->accept();
  }
}

void file_checker::judge_by(const file& one, const run_position* in_run) {
  const bool is_nameless = one.asked.is_input && one.path == stdin_name;
  engine::judge(subject{found_->file, is_nameless ? std::string_view{} : one.path, not_read_ ? &*not_read_ : nullptr,
                        in_run, decoded_ ? &*decoded_ : nullptr},
                *one.how.where, one.how.how, *found_);
}

}  // namespace preflight::cli
