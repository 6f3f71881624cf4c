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

/// The worker that acts out what its file says; it is built beside the tests.
inline cli::worker_programs scripted_workers() {
  std::array<char, PATH_MAX> own{};
  const ssize_t length = readlink("/proc/self/exe", own.data(), own.size());
  const std::string_view path{own.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
  const std::string worker = std::string{path.substr(0, path.rfind('/') + 1)} + "scripted_worker";
  return {worker, worker};
}

/// An open file with this content.
inline cli::descriptor file_with_text(std::string_view content) {
  auto file = cli::memory_file({reinterpret_cast<const unsigned char*>(content.data()), content.size()});
  return file ? std::move(file->file) : cli::descriptor{};
}

/// What a picture of this many bytes is asked about with.
inline facts picture_facts(std::uint64_t bytes) {
  facts out;
  out.format = format::png;
  out.file_size = bytes;
  return out;
}

/// Has a worker carry out an order.
inline decode_result run_order(cli::decode_client& client, std::string_view order) {
  return client.decode(file_with_text(order).number(), picture_facts(order.size()));
}

inline cli::decode_settings settings_with_timeout(std::uint32_t seconds) {
  cli::decode_settings out;
  out.ceilings.seconds = seconds;
  return out;
}

inline cli::decode_client client_with_timeout(std::uint32_t seconds) {
  return cli::decode_client{settings_with_timeout(seconds), scripted_workers()};
}

inline std::string message_of(const decode_result& d) { return std::string{d.message.text()}; }

/// Whether this process has any, living or dead.
inline bool has_children() { return waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD; }

}  // namespace preflight::test
