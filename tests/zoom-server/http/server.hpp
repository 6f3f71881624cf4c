#pragma once

#include <cstddef>
#include <string>

#include "http/message.hpp"

namespace zoom_server {

struct options {
  int port = 0;  ///< 0: one that is free
  std::size_t connections = 64;
  std::uint64_t most_body = 64U << 20;  ///< bytes; what is larger is refused before it is read
  json state = json::object();
  json faults = json::array();
};

/// Prints its URL as the first line and serves until the process ends. Throws std::exception where it cannot begin.
void serve(const options& chosen);

}  // namespace zoom_server
