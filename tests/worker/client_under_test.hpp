#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "decode/decode_client.hpp"
#include "files/descriptor.hpp"
#include "files/memory_file.hpp"

namespace preflight::test {

/// The worker that does what its file says; it is built beside the tests.
inline cli::worker_programs obedient_workers() {
  std::array<char, PATH_MAX> own{};
  const ssize_t length = readlink("/proc/self/exe", own.data(), own.size());
  const std::string_view path{own.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
  const std::string worker = std::string{path.substr(0, path.rfind('/') + 1)} + "obedient_worker";
  return {worker, worker};
}

/// An open file with this content.
inline cli::descriptor file_saying(std::string_view content) {
  auto made = cli::memory_file({reinterpret_cast<const unsigned char*>(content.data()), content.size()});
  return made ? std::move(made->file) : cli::descriptor{};
}

/// What a picture of this many bytes is asked about with.
inline facts picture_of(std::uint64_t bytes) {
  facts out;
  out.format = format::png;
  out.file_size = bytes;
  return out;
}

/// Has a worker carry out an order.
inline decode_result ordered(cli::decode_client& client, std::string_view order) {
  return client.decode(file_saying(order).number(), picture_of(order.size()));
}

inline cli::decode_settings patient_for(std::uint32_t seconds) {
  cli::decode_settings out;
  out.ceilings.seconds = seconds;
  return out;
}

inline cli::decode_client client_for(std::uint32_t seconds) {
  return cli::decode_client{patient_for(seconds), obedient_workers()};
}

inline std::string words(const decode_result& d) { return std::string{d.message.text()}; }

/// Whether this process has any, living or dead.
inline bool has_children() { return waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD; }

}  // namespace preflight::test
