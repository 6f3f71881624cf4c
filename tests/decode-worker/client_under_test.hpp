#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "decode/decode_client.hpp"
#include "descriptor.hpp"

namespace preflight::test {

/// The worker that does what its file says; it is built beside the tests.
inline cli::worker_programs obedient_workers() {
  std::array<char, PATH_MAX> own{};
  const ssize_t length = readlink("/proc/self/exe", own.data(), own.size());
  const std::string_view path{own.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
  const std::string worker = std::string{path.substr(0, path.rfind('/') + 1)} + "obedient_worker";
  return {worker, worker};
}

/// An open file with this content, in memory, that nobody can write to any more.
inline cli::descriptor sealed(std::string_view content) {
  cli::descriptor out{memfd_create("order", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
  if (write(out.number(), content.data(), content.size()) != static_cast<ssize_t>(content.size()) ||
      fcntl(out.number(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) != 0) {
    throw std::runtime_error{"no sealed memory"};
  }
  return out;
}

/// What a picture of this many bytes is asked about with.
inline facts picture_of(std::uint64_t bytes) {
  facts out;
  out.format = format::png;
  out.file_size = bytes;
  return out;
}

/// Has a worker carry out an order.
inline decoding ordered(cli::decode_client& client, std::string_view order) {
  return client.decode(sealed(order).number(), picture_of(order.size()));
}

inline cli::decode_settings patient_for(std::uint32_t seconds) {
  cli::decode_settings out;
  out.ceilings.seconds = seconds;
  return out;
}

}  // namespace preflight::test
