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
  void (*commit)(decode_result& out);
};

inline void send_bytes(const void* bytes, std::size_t length, int descriptor = -1) {
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
inline worker::reply first_reply() {
  worker::reply out{};
  out.ticket = 1;
  out.result.frames = 1;
  out.result.finish();
  return out;
}

[[noreturn]] inline void spin() {
  for (volatile bool forever = true; forever;) {
  }
  _exit(0);
}

inline constexpr std::array misdeeds{
    misdeed{"decode",
            [](decode_result& out) {
              out.frames = 1;
              out.finish();
            }},
    misdeed{"nothing", [](decode_result&) {}},
    misdeed{"claim without a frame", [](decode_result& out) { out.finish(); }},
    misdeed{"claim of another size",
            [](decode_result& out) {
              out.frames = 1;
              out.size = {640, 360};
              out.finish();
            }},
    misdeed{"impossible surplus",
            [](decode_result& out) {
              out.frames = 1;
              out.surplus = static_cast<surplus>(surplus_count);
              out.finish();
            }},
    misdeed{"claim without proof",
            [](decode_result& out) {
              out.frames = 1;
              out.finish(decode_proof::none);
            }},
    misdeed{"impossible proof",
            [](decode_result& out) {
              out.frames = 1;
              out.finish(static_cast<decode_proof>(decode_proof_names.size()));
            }},
    misdeed{"proof without decoding",
            [](decode_result& out) {
              out.end(decode_outcome::rejected, "damaged");
              out.proof = decode_proof::full;
            }},
    misdeed{"abort", [](decode_result&) { std::abort(); }},
    misdeed{"segv",
            [](decode_result&) {
              void* const closed = mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              *static_cast<volatile char*>(closed) = 1;
            }},
    misdeed{"trap", [](decode_result&) { __builtin_trap(); }},
    misdeed{"xcpu", [](decode_result&) { raise(SIGXCPU); }},
    misdeed{"throw", [](decode_result&) { throw std::runtime_error{"a codec threw"}; }},
    misdeed{"exit 0", [](decode_result&) { _exit(0); }},
    misdeed{"exit 3", [](decode_result&) { _exit(3); }},
    misdeed{"spin", [](decode_result&) { spin(); }},
    misdeed{"stop", [](decode_result&) { raise(SIGSTOP); }},
    misdeed{"hang up and spin",
            [](decode_result&) {
              close(worker::socket_number);
              spin();
            }},
    misdeed{"eat memory",
            [](decode_result& out) {
              std::vector<std::unique_ptr<unsigned char[]>> eaten;
              for (;;) {
                constexpr std::size_t piece = 1U << 20;
                eaten.push_back(std::make_unique<unsigned char[]>(piece));
                out.frames += eaten.back()[piece - 1];
              }
            }},
    misdeed{"short answer", [](decode_result&) { send_bytes("x", 1); }},
    misdeed{"empty answer", [](decode_result&) { send_bytes("", 0); }},
    misdeed{"long answer",
            [](decode_result&) {
              const std::array<worker::reply, 2> two{first_reply(), first_reply()};
              send_bytes(two.data(), sizeof two);
            }},
    misdeed{"answer for another file",
            [](decode_result&) {
              worker::reply other = first_reply();
              other.ticket = 77;
              send_bytes(&other, sizeof other);
            }},
    misdeed{"answer twice",
            [](decode_result&) {
              const worker::reply early = first_reply();
              send_bytes(&early, sizeof early);
            }},
    misdeed{"answer with a descriptor",
            [](decode_result&) {
              const worker::reply early = first_reply();
              send_bytes(&early, sizeof early, worker::socket_number);
            }},
    misdeed{"impossible outcome", [](decode_result& out) { out.outcome = static_cast<decode_outcome>(200); }},
    misdeed{"claim to have crashed", [](decode_result& out) { out.outcome = decode_outcome::crashed; }},
    misdeed{"impossible rotation", [](decode_result& out) { out.rotation = 32000; }},
    misdeed{"all bits set", [](decode_result& out) { std::memset(static_cast<void*>(&out), 0xFF, sizeof out); }},
    misdeed{"text with control characters",
            [](decode_result& out) {
              out.outcome = decode_outcome::rejected;
              out.message << std::string_view{"\x1B[2J\0\xC3\xA9\x7F::set-env", 17};
            }},
    misdeed{"flood",
            [](decode_result&) {
              for (;;) {
                send_bytes("x", 1);
              }
            }},
};

}  // namespace preflight::test
