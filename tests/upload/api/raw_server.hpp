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
#include <vector>

namespace preflight::test {

/// Does the same with each connection, one after the other, and keeps them all open until its own end.
class raw_server {
 public:
  explicit raw_server(void (*with_each)(int peer)) : with_each_{with_each} {
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
  raw_server(const raw_server&) = delete;
  raw_server(raw_server&&) = delete;
  raw_server& operator=(const raw_server&) = delete;
  raw_server& operator=(raw_server&&) = delete;
  ~raw_server() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    for (const int peer : peers_) {
      ::close(peer);
    }
    ::close(listener_);
  }

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void serve() {
    for (int peer = -1; (peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
      peers_.push_back(peer);
      with_each_(peer);
    }
  }

  void (*with_each_)(int peer);
  int listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  unsigned port_ = 0;
  std::vector<int> peers_;
  std::thread thread_;
};

/// With a JSON text.
inline void answer_without_end(int peer) {
  constexpr std::string_view head =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"a\":\"";
  std::array<char, 65536> piece{};
  static_cast<void>(::recv(peer, piece.data(), piece.size(), 0));
  piece.fill('a');
  ssize_t sent = ::send(peer, head.data(), head.size(), MSG_NOSIGNAL);
  while (sent > 0) {
    sent = ::send(peer, piece.data(), piece.size(), MSG_NOSIGNAL);
  }
}

/// And take no more of the request than the buffers do, without a reset.
inline void end_without_answer(int peer) {
  char first = 0;
  static_cast<void>(::recv(peer, &first, 1, 0));
  ::shutdown(peer, SHUT_WR);
}

}  // namespace preflight::test
