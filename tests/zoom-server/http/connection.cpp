#include "http/connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace zoom_server {

namespace {

bool reads_port(decltype(getpeername)* of_end, int descriptor, int port) {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  return of_end(descriptor, reinterpret_cast<sockaddr*>(&address), &length) == 0 && address.sin_family == AF_INET &&
         ntohs(address.sin_port) == port;
}

}  // namespace

// The HTTP server does not show its sockets to those who answer, so the descriptors are asked one after the other. That
// is slow and only done for a fault.
connection::connection(int remote_port, int local_port) {
  constexpr int most = 4096;
  for (int tries = 0; tries < most; ++tries) {
    if (reads_port(getpeername, tries, remote_port) && reads_port(getsockname, tries, local_port)) {
      descriptor_ = tries;
      return;
    }
  }
}

bool connection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void connection::finish() const { shutdown(descriptor_, SHUT_RDWR); }

// Linux resets a connection that is dissolved.
void connection::reset() const {
  sockaddr nowhere{};
  nowhere.sa_family = AF_UNSPEC;
  static_cast<void>(connect(descriptor_, &nowhere, sizeof nowhere));
}

}  // namespace zoom_server
