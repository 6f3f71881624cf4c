#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include <preflight/decode/decode_result.hpp>
#include <preflight/input/budget.hpp>

/// What media-preflight and its decoding workers say to each other, over a socket that keeps message boundaries
/// (SOCK_SEQPACKET). A worker is given one `orders` and answers `readiness`; from then on every `request`, which
/// carries one open file as SCM_RIGHTS, is answered by one `reply`, and after that by a `thumbnail` where it wants
/// one: what becomes of making it says nothing about the file. End of file on the socket ends the worker.
namespace preflight::worker {

/// The descriptor a worker finds its socket at. 0 and 1 are /dev/null, 2 is the parent's until the worker is ready.
inline constexpr int socket_number = 3;

/// Raised with every change to the structures below: programs of two versions must not talk to each other.
inline constexpr std::uint32_t protocol_version = 6;

struct orders {
  std::uint32_t protocol = protocol_version;
  std::int32_t parent = 0;      ///< process id: a worker with a different parent has outlived its own
  std::uint64_t memory = 0;     ///< bytes the worker may add to what it holds when it is ready
  std::uint32_t sandboxed = 1;  ///< 0: without the system call filter
  std::uint32_t reserved = 0;
};

enum class stage : std::uint32_t { ready, other_protocol, orphaned, descriptors, limits, privileges, filter };
inline constexpr std::uint32_t stages = static_cast<std::uint32_t>(stage::filter) + 1;

/// `reached` is ready, or the step that failed with the errno value `error`.
struct readiness {
  std::uint32_t protocol = protocol_version;
  stage reached = stage::ready;
  std::int32_t error = 0;
  std::uint32_t reserved = 0;
};

struct request {
  std::uint32_t ticket = 0;  ///< the answer repeats it
  format expected = format::unknown;
  std::uint8_t keyframes_only = 0;   ///< 0 or 1
  std::uint8_t wants_thumbnail = 0;  ///< 0 or 1
  std::array<std::uint8_t, 1> reserved{};
  std::uint64_t file_size = 0;  ///< bytes
  budget ceilings{};
};

struct reply {
  std::uint32_t ticket = 0;
  decode_result result{};
};

/// What a person recognises the file by.
struct thumbnail {
  std::uint32_t ticket = 0;
  std::uint32_t length = 0;  ///< 0: there is none
  std::array<unsigned char, 8192> jpeg{};
};

static_assert(std::is_trivially_copyable_v<thumbnail> && std::is_trivially_copyable_v<orders> &&
              std::is_trivially_copyable_v<readiness> && std::is_trivially_copyable_v<request> &&
              std::is_trivially_copyable_v<reply>);

}  // namespace preflight::worker
