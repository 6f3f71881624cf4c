#pragma once

#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <preflight/decode/decode_result.hpp>

#include "protocol.hpp"

namespace preflight::test {

/// What a worker does that breaks down, or that the file it was given has taken over. Where it returns, the worker goes
/// on to answer with `out`.
struct misdeed {
  std::string_view name;
  void (*commit)(decoding& out);
};

inline void say(const void* bytes, std::size_t length, int descriptor = -1) {
  iovec piece{const_cast<void*>(bytes), length};
  alignas(cmsghdr) std::array<unsigned char, CMSG_SPACE(sizeof(int))> control{};
  msghdr header{};
  header.msg_iov = &piece;
  header.msg_iovlen = 1;
  if (descriptor >= 0) {
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    cmsghdr* const rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &descriptor, sizeof descriptor);
  }
  sendmsg(worker::socket_number, &header, MSG_NOSIGNAL);
}

/// The answer to the first request a worker is given in these tests.
inline worker::answer first_answer() {
  worker::answer out{};
  out.ticket = 1;
  return out;
}

[[noreturn]] inline void spin() {
  for (volatile bool forever = true; forever;) {
  }
  _exit(0);
}

inline constexpr std::array misdeeds{
    misdeed{"decode", [](decoding& out) { out.frames = 1; }},
    misdeed{"abort", [](decoding&) { std::abort(); }},
    misdeed{"segv",
            [](decoding&) {
              void* const closed = mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              *static_cast<volatile char*>(closed) = 1;
            }},
    misdeed{"trap", [](decoding&) { __builtin_trap(); }},
    misdeed{"xcpu", [](decoding&) { raise(SIGXCPU); }},
    misdeed{"throw", [](decoding&) { throw std::runtime_error{"a codec threw"}; }},
    misdeed{"exit 0", [](decoding&) { _exit(0); }},
    misdeed{"exit 3", [](decoding&) { _exit(3); }},
    misdeed{"spin", [](decoding&) { spin(); }},
    misdeed{"stop", [](decoding&) { raise(SIGSTOP); }},
    misdeed{"hang up and spin",
            [](decoding&) {
              close(worker::socket_number);
              spin();
            }},
    misdeed{"eat memory",
            [](decoding& out) {
              std::vector<std::unique_ptr<unsigned char[]>> eaten;
              for (;;) {
                constexpr std::size_t piece = 1U << 20;
                eaten.push_back(std::make_unique<unsigned char[]>(piece));
                out.frames += eaten.back()[piece - 1];
              }
            }},
    misdeed{"short answer", [](decoding&) { say("x", 1); }},
    misdeed{"empty answer", [](decoding&) { say("", 0); }},
    misdeed{"long answer",
            [](decoding&) {
              const std::array<worker::answer, 2> two{first_answer(), first_answer()};
              say(two.data(), sizeof two);
            }},
    misdeed{"answer for another file",
            [](decoding&) {
              worker::answer other = first_answer();
              other.ticket = 77;
              say(&other, sizeof other);
            }},
    misdeed{"answer twice",
            [](decoding&) {
              const worker::answer early = first_answer();
              say(&early, sizeof early);
            }},
    misdeed{"answer with a descriptor",
            [](decoding&) {
              const worker::answer early = first_answer();
              say(&early, sizeof early, worker::socket_number);
            }},
    misdeed{"impossible outcome", [](decoding& out) { out.outcome = static_cast<decode_outcome>(200); }},
    misdeed{"claim to have crashed", [](decoding& out) { out.outcome = decode_outcome::crashed; }},
    misdeed{"impossible rotation", [](decoding& out) { out.rotation = 32000; }},
    misdeed{"all bits set", [](decoding& out) { std::memset(static_cast<void*>(&out), 0xFF, sizeof out); }},
    misdeed{"text with control characters",
            [](decoding& out) {
              out.outcome = decode_outcome::rejected;
              out.message << std::string_view{"\x1B[2J\0\xC3\xA9\x7F::set-env", 17};
            }},
    misdeed{"flood",
            [](decoding&) {
              for (;;) {
                say("x", 1);
              }
            }},
};

}  // namespace preflight::test
