#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace preflight::test {

/// Answers each connection with a JSON text that never ends.
class endless_server {
 public:
  endless_server() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error{"no socket to listen on"};
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { serve(); }};
  }
  endless_server(const endless_server&) = delete;
  endless_server& operator=(const endless_server&) = delete;
  ~endless_server() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void serve() const {
    constexpr std::string_view head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"a\":\"";
    for (int peer = -1; (peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(peer)) {
      std::array<char, 65536> piece{};
      static_cast<void>(::recv(peer, piece.data(), piece.size(), 0));
      piece.fill('a');
      ssize_t sent = ::send(peer, head.data(), head.size(), MSG_NOSIGNAL);
      while (sent > 0) {
        sent = ::send(peer, piece.data(), piece.size(), MSG_NOSIGNAL);
      }
    }
  }

  int listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  unsigned port_ = 0;
  std::thread thread_;
};

}  // namespace preflight::test
