#include "decode/decode_client.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <preflight/text/errno_message.hpp>

#include "../../decode-worker/protocol.hpp"
#include "cli/fatal_error.hpp"
#include "cli/libexec_program.hpp"
#include "decode/validate_reply.hpp"
#include "walk/input.hpp"

namespace preflight::cli {
namespace {

using arrival = worker_process::arrival;

/// Loading libraries from a cold disk may take long; the wait is no longer than this, nor longer than for a file.
constexpr std::chrono::seconds max_start_up{60};
/// Beyond the budget's seconds, so that a worker which notices by itself can say more than that it was killed.
constexpr std::chrono::seconds slack{1};

/// A file is decoded before; this is only its first frame, once more.
constexpr std::chrono::seconds max_thumbnail_time{10};

/// Between the end of the connection and that of the process, which the system brings about one after the other. To
/// kill it meanwhile would hide what it died of.
constexpr std::chrono::milliseconds exit_patience{2000};

constexpr std::string_view invalid_reply = "the decoder sent an invalid reply";

constexpr std::string_view picture_libraries = "libpng, libjpeg, giflib and libseccomp";
constexpr std::string_view video_libraries = "FFmpeg's libavformat and libavcodec, and libseccomp";

template <class T>
std::span<const std::byte> bytes_of(const T& message) {
  return std::as_bytes(std::span{&message, 1});
}

decode_result failed(decode_outcome outcome, std::string_view message) {
  decode_result out{};
  out.end(outcome, message);
  return out;
}

decode_result timeout_result(const budget& ceilings) {
  decode_result out{};
  out.exceed(ceiling::seconds, "decoding takes too long: ");
  out.message << digit_grouping{ceilings.seconds} << (ceilings.seconds == 1 ? " second" : " seconds") << " allowed";
  return out;
}

decode_result processor_limit_result(std::chrono::seconds allowed) {
  decode_result out{};
  out.exceed(ceiling::processor_time, "decoding takes too much processor time: ");
  out.message << digit_grouping{static_cast<std::uint64_t>(allowed.count())}
              << (allowed.count() == 1 ? " second" : " seconds") << " allowed by the system (ulimit -t)";
  return out;
}

/// How often a worker is started for one file before that is given up.
constexpr int max_starts = 3;

std::string_view signal_text(int number) {
  switch (number) {
    case SIGABRT: return "aborted (SIGABRT)";
    case SIGBUS: return "bus error (SIGBUS)";
    case SIGFPE: return "arithmetic error (SIGFPE)";
    case SIGILL: return "illegal instruction (SIGILL)";
    case SIGKILL: return "killed (SIGKILL), perhaps because the system ran out of memory";
    case SIGSEGV: return "segmentation fault (SIGSEGV)";
    case SIGSYS: return "system call blocked by the sandbox (SIGSYS)";
    case SIGTRAP: return "trap (SIGTRAP)";
    default: return {};
  }
}

/// How a process ended, after what is said already; `exited` stands before an exit status.
template <std::size_t Capacity>
void append_exit_status(int status, std::string_view exited, inline_string<Capacity>& text) {
  if (status >= 0 && WIFSIGNALED(status)) {
    const std::string_view name = signal_text(WTERMSIG(status));
    if (name.empty()) {
      text << ": signal " << static_cast<unsigned>(WTERMSIG(status));
    } else {
      text << ": " << name;
    }
  } else if (status >= 0 && WIFEXITED(status)) {
    text << exited << static_cast<unsigned>(WEXITSTATUS(status));
  }
}

bool ran_out_of_processor_time(int status) { return status >= 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU; }

/// What a process that ended while it had a file to decode says about that file.
decode_result crash_result(int status) {
  decode_result out =
      failed(decode_outcome::crashed, status >= 0 ? "the decoder crashed" : "the decoder stopped without an answer");
  append_exit_status(status, ": it exited with status ", out.message);
  return out;
}

std::chrono::seconds start_timeout(const decode_settings& settings) {
  return std::min(std::chrono::seconds{settings.ceilings.seconds} + slack, max_start_up);
}

/// Why a worker is of no use.
struct start_failure {
  std::string text;           ///< empty: it is ready for requests
  bool is_transient = false;  ///< the system struck it down, or is short of something: says nothing about the next
  bool is_missing = false;    ///< there is no such program
};

start_failure exit_failure(int status) {
  inline_string<120> text;
  text << (status >= 0 ? "it exited at once" : "it stopped without an answer");
  append_exit_status(status, " with status ", text);
  return {std::string{text.text()}, status >= 0 && WIFSIGNALED(status)};
}

start_failure fork_failure(int error) {
  if (error == EAGAIN) {
    return {"no more processes can be started (ulimit -u or the container's limit)", true};
  }
  if (error == EACCES) {
    return {"it cannot be executed; check its permissions, and whether its file system is mounted noexec"};
  }
  if (error == ENOEXEC) {
    return {"it is not a program that this system can run"};
  }
  return {std::string{errno_message(error)}, error == ENOMEM, error == ENOENT};
}

start_failure finish_start(worker_process& process, const decode_settings& settings) {
  constexpr std::string_view other_version = "its version differs from this program's";
  if (!process.is_running()) {
    return fork_failure(process.start_error());
  }
  worker::orders orders;
  orders.parent = getpid();
  orders.memory = settings.ceilings.memory;
  orders.sandboxed = settings.sandboxed ? 1 : 0;
  worker::readiness readiness;
  if (!process.send(bytes_of(orders))) {
    return exit_failure(process.end(exit_patience));
  }
  const std::chrono::seconds patience = start_timeout(settings);
  switch (process.receive(std::as_writable_bytes(std::span{&readiness, 1}), worker_process::clock::now() + patience)) {
    case arrival::message: break;
    case arrival::closed: return exit_failure(process.end(exit_patience));
    case arrival::timed_out: return {"it was not ready within " + std::to_string(patience.count()) + " seconds"};
    case arrival::invalid: return {std::string{other_version}};
  }
  if (readiness.protocol != worker::protocol_version) {
    return {std::string{other_version}};
  }
  const std::string reason{errno_message(readiness.error)};
  switch (readiness.reached) {
    case worker::stage::ready: return {};
    case worker::stage::other_protocol: return {std::string{other_version}};
    case worker::stage::orphaned: return {"it was started by another process"};
    case worker::stage::descriptors: return {"it cannot move its file descriptors: " + reason};
    case worker::stage::limits:
      return {"its limits cannot be set: " + reason + (readiness.error == ENOENT ? ", /proc/self/statm" : "")};
    case worker::stage::privileges: return {"it cannot drop its privileges: " + reason};
    case worker::stage::filter:
      return {"its sandbox cannot be set up: " + reason + "; --no-sandbox decodes without one"};
  }
  return {"it sent an invalid reply"};
}

bool may_write(int file) {
  const int flags = fcntl(file, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

descriptor reopen_read_only(int file) {
  return descriptor{open(("/proc/self/fd/" + std::to_string(file)).c_str(), O_RDONLY | O_CLOEXEC)};
}

/// The same bytes in memory, as an open file that cannot be written to. Not open, with errno saying why, where there is
/// no way, or the file is too large to be copied for this.
descriptor copy_read_only(int file, std::uint64_t size) {
  if (size > max_input_bytes) {
    errno = EFBIG;
    return descriptor{};
  }
  const descriptor copy{memfd_create("media-preflight", MFD_CLOEXEC)};
  off_t at = 0;
  while (copy.is_open() && static_cast<std::uint64_t>(at) < size) {
    const ssize_t sent =
        sendfile(copy.number(), file, &at, static_cast<std::size_t>(size) - static_cast<std::size_t>(at));
    if (sent < 0 && errno != EINTR) {
      return descriptor{};
    }
    if (sent == 0) {
      break;  // it was cut meanwhile, as the worker will find
    }
  }
  return copy.is_open() ? reopen_read_only(copy.number()) : descriptor{};
}

worker::request make_request(const facts& facts, const decode_settings& settings, std::uint32_t ticket) {
  worker::request out;
  out.ticket = ticket;
  out.expected = facts.format;
  out.keyframes_only = settings.keyframes_only ? 1 : 0;
  out.wants_thumbnail = settings.wants_thumbnails ? 1 : 0;
  out.file_size = facts.file_size;
  out.ceilings = settings.ceilings;
  return out;
}

/// Puts one file to a worker, and ends the worker unless it answered as it should. Nothing where what happened says
/// nothing about this file: the worker was gone before, speaks of another file, or had used up on others what the
/// system lets it have.
std::optional<decode_result> request_decoding(worker_process& process, bool is_fresh, const worker::request& request,
                                              const facts& facts, int file) {
  const std::chrono::seconds time{request.ceilings.seconds};
  const std::chrono::seconds allowed = process.allow_processor_time(time + slack);
  if (!process.send(bytes_of(request), file)) {
    process.end();
    return std::nullopt;
  }
  worker::reply reply;
  const auto event =
      process.receive(std::as_writable_bytes(std::span{&reply, 1}), worker_process::clock::now() + time + slack);
  if (event == arrival::message && reply.ticket == request.ticket) {
    if (std::optional<decode_result> result = validate_reply(reply.result, facts)) {
      result->keyframes_only = request.keyframes_only == 1 && info(request.expected).kind == kind::video;
      return result;
    }
  }
  const int status = process.end(event == arrival::closed ? exit_patience : std::chrono::milliseconds{0});
  switch (event) {
    case arrival::timed_out: return timeout_result(request.ceilings);
    case arrival::closed:
      if (!ran_out_of_processor_time(status)) {
        return crash_result(status);
      }
      if (allowed < time && !is_fresh) {
        return std::nullopt;
      }
      return allowed < time ? processor_limit_result(allowed) : timeout_result(request.ceilings);
    case arrival::message:
      if (reply.ticket != request.ticket) {
        return std::nullopt;
      }
      [[fallthrough]];
    case arrival::invalid: break;
  }
  return failed(decode_outcome::crashed, invalid_reply);
}

}  // namespace

decode_client::decode_client(const decode_settings& settings, worker_programs programs)
    : settings_{settings}, programs_{std::move(programs)} {
  // Where this is ignored, as some launchers leave it, the exit status of a child is lost, and its number is free to be
  // given to another process while we still mean to end it.
  struct sigaction current {};
  if (sigaction(SIGCHLD, nullptr, &current) == 0 &&
      (current.sa_handler == SIG_IGN || (current.sa_flags & SA_NOCLDWAIT) != 0)) {
    signal(SIGCHLD, SIG_DFL);
  }
}

/// A worker that fails to make one has to be replaced, but what it said of the file before stands.
void decode_client::receive_thumbnail(worker_process& process) {
  worker::thumbnail received;
  const auto deadline =
      worker_process::clock::now() + std::min(std::chrono::seconds{settings_.ceilings.seconds}, max_thumbnail_time);
  const auto event = process.receive(std::as_writable_bytes(std::span{&received, 1}), deadline);
  if (event != arrival::message || received.ticket != last_ticket_ || received.length > received.jpeg.size()) {
    process.end();
    return;
  }
  thumbnail_.assign(received.jpeg.begin(), received.jpeg.begin() + received.length);
}

decode_result decode_client::decode(int file, const facts& facts) {
  thumbnail_.clear();
  // A worker must not be able to write, not even where this program may.
  if (!may_write(file)) {
    return run_in_worker(file, facts);
  }
  descriptor read_only = reopen_read_only(file);
  if (!read_only.is_open()) {
    read_only = copy_read_only(file, facts.file_size);
  }
  if (read_only.is_open()) {
    return run_in_worker(read_only.number(), facts);
  }
  const int error = errno;
  decode_result result =
      failed(decode_outcome::not_tried, "it is open for writing and cannot be reopened for reading: ");
  result.message << errno_message(error);
  return result;
}

decode_result decode_client::run_in_worker(int file, const facts& facts) {
  const bool video = info(facts.format).kind == kind::video;
  const std::string& program = video ? programs_.videos : programs_.pictures;
  worker_slot& current = video ? videos_ : pictures_;
  if (current.worker && !current.worker->is_silent()) {
    current.worker.reset();  // it died or spoke between two files, which is neither's fault
  }
  const auto start_deadline = worker_process::clock::now() + start_timeout(settings_);
  for (int starts = 0;;) {
    const bool is_fresh = !current.worker;
    if (is_fresh) {
      current.worker.emplace(program);
      if (const start_failure result = finish_start(*current.worker, settings_); !result.text.empty()) {
        current.worker.reset();
        if (++starts < max_starts && worker_process::clock::now() < start_deadline) {
          continue;  // whatever it was, no worker has seen the file yet
        }
        if (result.is_missing && !current.has_worked && !program.empty()) {
          throw fatal_error{missing_program(video ? "decoding videos" : "decoding pictures", program,
                                            video ? video_libraries : picture_libraries)};
        }
        const std::string sentence =
            program.empty() ? "the decoding worker cannot be found: /proc does not show where this program is"
                            : "the decoding worker " + program + " cannot be used: " + result.text;
        if (!current.has_worked && !result.is_transient) {
          throw fatal_error{sentence};
        }
        return failed(decode_outcome::not_tried, sentence);
      }
      current.has_worked = true;
    }
    const std::optional<decode_result> result =
        request_decoding(*current.worker, is_fresh, make_request(facts, settings_, ++last_ticket_), facts, file);
    if (result && settings_.wants_thumbnails && current.worker->is_running()) {
      receive_thumbnail(*current.worker);
    }
    if (!current.worker->is_running()) {
      current.worker.reset();
    }
    if (result) {
      return *result;
    }
    // Another worker may have been killed before it was given the file.
    if (is_fresh && (++starts >= max_starts || worker_process::clock::now() >= start_deadline)) {
      return failed(decode_outcome::crashed, invalid_reply);
    }
  }
}

}  // namespace preflight::cli
