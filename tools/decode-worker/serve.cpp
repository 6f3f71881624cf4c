#include "serve.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <new>
#include <optional>
#include <span>

#include "jail.hpp"
#include "protocol.hpp"

namespace preflight::worker {
namespace {

constexpr int not_asked_properly = 2;
constexpr std::uint64_t largest_file = INT64_MAX;

/// One message from the parent: exactly one Message, and at most one descriptor.
template <class Message>
struct received {
  Message content{};
  int file = -1;
};

/// Nothing at the end of the conversation, with errno 0, and where it is not one.
template <class Message>
std::optional<received<Message>> receive() {
  received<Message> out;
  iovec piece{&out.content, sizeof out.content};
  alignas(cmsghdr) std::array<unsigned char, CMSG_SPACE(sizeof(int))> control{};
  msghdr header{};
  header.msg_iov = &piece;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = CMSG_LEN(sizeof(int));  // CMSG_SPACE would hold two descriptors
  ssize_t got = 0;
  do {
    got = recvmsg(socket_number, &header, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got == 0) {
    errno = 0;
  }
  if (got != static_cast<ssize_t>(sizeof out.content) || (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
    return std::nullopt;
  }
  const cmsghdr* const rights = CMSG_FIRSTHDR(&header);
  if (rights != nullptr && rights->cmsg_level == SOL_SOCKET && rights->cmsg_type == SCM_RIGHTS) {
    std::memcpy(&out.file, CMSG_DATA(rights), sizeof out.file);
  }
  return out;
}

template <class Message>
bool send(const Message& message) {
  iovec piece{const_cast<Message*>(&message), sizeof message};
  msghdr header{};
  header.msg_iov = &piece;
  header.msg_iovlen = 1;
  ssize_t sent = 0;
  do {
    sent = sendmsg(socket_number, &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(sizeof message);
}

/// As byte_reader::read; `context` points to the descriptor.
std::ptrdiff_t read_file(void* context, std::uint64_t offset, std::span<unsigned char> into) {
  const int file = *static_cast<const int*>(context);
  std::size_t filled = 0;
  while (filled < into.size() && offset < largest_file - filled) {
    const ssize_t got = pread(file, into.data() + filled, into.size() - filled, static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return -1;
    }
    if (got == 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  return static_cast<std::ptrdiff_t>(filled);
}

/// Whether nobody can write through this descriptor.
bool is_for_reading(int file) {
  const int flags = fcntl(file, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) == O_RDONLY;
}

/// Whether it has this many bytes, and can be read at any place: asked with reads alone, so that the jail need not
/// allow more. Folders, pipes, sockets and terminals fail.
bool is_file_of(std::uint64_t size, int file) {
  std::array<unsigned char, 1> byte{};
  int context = file;
  return size > 0 && size <= largest_file - 1 && read_file(&context, size - 1, byte) == 1 &&
         read_file(&context, size, byte) == 0;
}

bool makes_sense(const request& what) {
  return what.expected < format::unknown && what.keyframes_only <= 1 && what.ceilings.seconds > 0;
}

decode_result done(decode_function decode, const request& what, int file) {
  decode_result out{};
  if (!is_file_of(what.file_size, file)) {
    out.end(decode_outcome::rejected, "the file changed while it was being checked");
    return out;
  }
  decode_job job;
  job.file = {&file, &read_file, what.file_size};
  job.ceilings = what.ceilings;
  job.keyframes_only = what.keyframes_only == 1;
  try {
    decode(job, what.expected, out);
  } catch (const std::bad_alloc&) {
    out = decode_result{};
    out.exceed(ceiling::memory, "decoding takes too much memory: ");
    out.message << digit_grouping{what.ceilings.memory} << " bytes allowed";
  }
  return out;
}

}  // namespace

int serve(decode_function decode) {
  // Comes before anything waits for the parent: either the signal is set when it ends, or the socket has ended.
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  const auto first = receive<orders>();
  if (!first) {
    if (errno != 0) {
      std::fputs("media-preflight starts this program to decode files; do not run it directly.\n", stderr);
    }
    return not_asked_properly;
  }
  readiness state;
  if (first->content.protocol != protocol_version) {
    state.reached = stage::other_protocol;
  } else if (first->content.parent != getppid()) {
    state.reached = stage::orphaned;
  } else {
    state = enter_jail(first->content.memory, first->content.sandboxed != 0);
  }
  if (!send(state) || state.reached != stage::ready) {
    return 1;
  }
  while (const auto next = receive<request>()) {
    if (!makes_sense(next->content) || next->file < 0 || !is_for_reading(next->file)) {
      return not_asked_properly;
    }
    answer said;
    said.ticket = next->content.ticket;
    said.found = done(decode, next->content, next->file);
    close(next->file);
    if (!send(said)) {
      return 1;
    }
  }
  return 0;
}

}  // namespace preflight::worker
