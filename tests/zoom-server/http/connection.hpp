#pragma once

#include <string_view>

namespace zoom_server {

/// The accepted connection of the request that is being answered, for faults below HTTP. It belongs to the HTTP server,
/// which closes it when its own answer cannot be written any more.
class connection {
 public:
  /// The ports of both ends, which no other open connection to this server shares.
  connection(int remote_port, int local_port);

  /// As it stands, without HTTP's doing; false where the other end is gone.
  bool send(std::string_view bytes) const;
  /// FIN in both directions: the other end reads what was sent and then the end.
  void finish() const;
  /// RST: what was not read yet is lost.
  void reset() const;

 private:
  int descriptor_ = -1;
};

}  // namespace zoom_server
