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

constexpr int invalid_request = 2;
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
  iovec segment{&out.content, sizeof out.content};
  alignas(cmsghdr) std::array<unsigned char, CMSG_SPACE(sizeof(int))> control{};
  msghdr header{};
  header.msg_iov = &segment;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = CMSG_LEN(sizeof(int));  // CMSG_SPACE would hold two descriptors
  ssize_t count = 0;
  do {
    count = recvmsg(socket_number, &header, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count == 0) {
    errno = 0;
  }
  if (count != static_cast<ssize_t>(sizeof out.content) || (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
    return std::nullopt;
  }
  const cmsghdr* const rights = CMSG_FIRSTHDR(&header);
  if (rights != nullptr && rights->cmsg_level == SOL_SOCKET && rights->cmsg_type == SCM_RIGHTS) {
    std::memcpy(&out.file, CMSG_DATA(rights), sizeof out.file);
  }
  return out;
}

template <class Message>
bool send(Message message) {
  iovec segment{&message, sizeof message};
  msghdr header{};
  header.msg_iov = &segment;
  header.msg_iovlen = 1;
  ssize_t sent = 0;
  do {
    sent = sendmsg(socket_number, &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(sizeof message);
}

/// As byte_reader::read; `context` points to the descriptor.
std::ptrdiff_t read_file(void* context, std::uint64_t offset, std::span<unsigned char> buffer) {
  const int file = *static_cast<const int*>(context);
  std::size_t filled = 0;
  while (filled < buffer.size() && offset < largest_file - filled) {
    const ssize_t count =
        pread(file, buffer.data() + filled, buffer.size() - filled, static_cast<off_t>(offset + filled));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return -1;
    }
    if (count == 0) {
      break;
    }
    filled += static_cast<std::size_t>(count);
  }
  return static_cast<std::ptrdiff_t>(filled);
}

/// Whether this descriptor is not open for writing.
bool is_read_only(int file) {
  const int flags = fcntl(file, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) == O_RDONLY;
}

/// Whether it has this many bytes, and can be read at any place: asked with reads alone, so that the jail need not
/// allow more. Folders, pipes, sockets and terminals fail.
bool has_size(std::uint64_t size, int file) {
  std::array<unsigned char, 1> byte{};
  int context = file;
  return size > 0 && size <= largest_file - 1 && read_file(&context, size - 1, byte) == 1 &&
         read_file(&context, size, byte) == 0;
}

bool is_valid(const request& request) {
  return request.expected < format::unknown && request.keyframes_only <= 1 && request.wants_thumbnail <= 1 &&
         request.ceilings.seconds > 0;
}

decode_job make_job(const request& request, int& file) {
  decode_job job;
  job.file = {&file, &read_file, request.file_size};
  job.ceilings = request.ceilings;
  job.keyframes_only = request.keyframes_only == 1;
  return job;
}

decode_result decode_file(decode_function decode, const request& request, int file) {
  decode_result out{};
  if (!has_size(request.file_size, file)) {
    out.end(decode_outcome::rejected, "the file changed while it was being checked");
    return out;
  }
  const decode_job job = make_job(request, file);
  try {
    decode(job, request.expected, out);
  } catch (const std::bad_alloc&) {
    out = decode_result{};
    out.exceed(ceiling::memory, "decoding takes too much memory: ");
    out.message << digit_grouping{request.ceilings.memory} << " bytes allowed";
  }
  return out;
}

thumbnail thumbnail_of(thumbnail_function make_thumbnail, const request& request, const decode_result& result,
                       int file) {
  thumbnail out;
  if (make_thumbnail != nullptr && result.outcome == decode_outcome::decoded) {
    const decode_job job = make_job(request, file);
    try {
      make_thumbnail(job, request.expected, out);
    } catch (const std::bad_alloc&) {
      out = thumbnail{};
    }
  }
  out.ticket = request.ticket;
  return out;
}

}  // namespace

int serve(decode_function decode, thumbnail_function make_thumbnail) {
  // Comes before anything waits for the parent: either the signal is set when it ends, or the socket has ended.
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  const auto orders_message = receive<orders>();
  if (!orders_message) {
    if (errno != 0) {
      std::fputs("media-preflight starts this program to decode files; do not run it directly.\n", stderr);
    }
    return invalid_request;
  }
  readiness state;
  if (orders_message->content.protocol != protocol_version) {
    state.reached = stage::other_protocol;
  } else if (orders_message->content.parent != getppid()) {
    state.reached = stage::orphaned;
  } else {
    state = enter_jail(orders_message->content.memory, orders_message->content.sandboxed != 0);
  }
  if (!send(state) || state.reached != stage::ready) {
    return 1;
  }
  while (const auto message = receive<request>()) {
    if (!is_valid(message->content) || message->file < 0 || !is_read_only(message->file)) {
      return invalid_request;
    }
    reply reply;
    reply.ticket = message->content.ticket;
    reply.result = decode_file(decode, message->content, message->file);
    const bool wants_thumbnail = message->content.wants_thumbnail == 1;
    if (!wants_thumbnail) {
      close(message->file);
    }
    bool is_sent = send(reply);
    if (wants_thumbnail) {
      const thumbnail made = thumbnail_of(make_thumbnail, message->content, reply.result, message->file);
      close(message->file);
      is_sent = is_sent && send(made);
    }
    if (!is_sent) {
      return 1;
    }
  }
  return 0;
}

}  // namespace preflight::worker
