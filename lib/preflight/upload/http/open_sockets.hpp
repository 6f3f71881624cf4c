#pragma once

#include <vector>

namespace preflight::upload {

/// The descriptors of one libcurl handle's connections, those that rest included: libcurl shows no socket while it is
/// in use.
class open_sockets {
 public:
  /// CLOEXEC. Negative, as from socket(), where it failed.
  [[nodiscard]] int open(int family, int type, int protocol) noexcept;
  int close(int descriptor) noexcept;

  /// Whether the other end has ended the connection from this port and all that it said has been read.
  [[nodiscard]] bool ended_by_peer(long local_port) const noexcept;

 private:
  std::vector<int> descriptors_;
};

}  // namespace preflight::upload
