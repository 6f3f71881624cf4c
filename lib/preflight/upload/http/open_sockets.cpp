#include <preflight/upload/http/open_sockets.hpp>

#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <new>

namespace preflight::upload {
namespace {

/// 0 where it has none.
long port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    return 0;
  }
  // The port lies at the same place in both.
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  const bool is_internet = address.ss_family == AF_INET || address.ss_family == AF_INET6;
  return is_internet ? ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port) : 0;
}

// Reading would take away from libcurl why a connection broke. Nothing comes behind the end, so it is looked for first.
bool is_at_end(int descriptor) {
  pollfd asked{descriptor, POLLRDHUP, 0};
  int unread = 0;
  return ::poll(&asked, 1, 0) == 1 && asked.revents == POLLRDHUP && ::ioctl(descriptor, FIONREAD, &unread) == 0 &&
         unread == 0;
}

}  // namespace

int open_sockets::open(int family, int type, int protocol) noexcept try {
  descriptors_.reserve(descriptors_.size() + 1);
  const int made = ::socket(family, type | SOCK_CLOEXEC, protocol);
  if (made >= 0) {
    descriptors_.push_back(made);
  }
  return made;
} catch (const std::bad_alloc&) {
  return -1;
}

int open_sockets::close(int descriptor) noexcept {
  std::erase(descriptors_, descriptor);
  return ::close(descriptor);
}

bool open_sockets::ended_by_peer(long local_port) const noexcept {
  // To two hosts, one port may be used twice; then it is enough that one connection lives.
  bool is_any = false;
  for (const int each : descriptors_) {
    if (port_of(each) == local_port) {
      if (!is_at_end(each)) {
        return false;
      }
      is_any = true;
    }
  }
  return is_any;
}

}  // namespace preflight::upload
