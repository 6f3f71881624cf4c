#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <random>
#include <span>
#include <stdexcept>
#include <string_view>

#include <preflight/decode/decoder.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/bytes.hpp"

/// What the tests of decoders share: a file in memory put through one, and the damage done to it before.
namespace decoding_case {

using crafted::bytes;
using preflight::budget;
using preflight::decode_job;
using preflight::decode_outcome;
using preflight::decode_result;

/// `pieces`: at most so many bytes are given at a time. It must outlive the job, as must the file.
struct memory_input {
  const bytes* file;
  std::size_t pieces = SIZE_MAX;
  std::uint64_t fails_at = UINT64_MAX;

  static std::ptrdiff_t read(void* self, std::uint64_t offset, std::span<unsigned char> buffer) {
    const memory_input& input = *static_cast<const memory_input*>(self);
    if (offset >= input.fails_at) {
      return -1;
    }
    const std::size_t first = std::min<std::size_t>(offset, input.file->size());
    const std::size_t count = std::min({buffer.size(), input.file->size() - first, input.pieces});
    std::copy_n(input.file->begin() + static_cast<std::ptrdiff_t>(first), count, buffer.begin());
    return static_cast<std::ptrdiff_t>(count);
  }
  preflight::byte_reader reader() { return {this, read, file->size()}; }
};

template <preflight::decoder D>
decode_result run(const decode_job& job) {
  decode_result out;
  D::decode(job, {}, out);
  const std::string_view words = out.message.text();
  CHECK(std::ranges::all_of(words, [](char c) { return c >= 0x20 && c < 0x7F; }));
  CHECK(words.empty() == (out.outcome == decode_outcome::decoded));
  return out;
}

template <preflight::decoder D>
decode_result decode(const bytes& file, const budget& ceilings = {}) {
  memory_input input{&file};
  decode_job job;
  job.file = input.reader();
  job.ceilings = ceilings;
  return run<D>(job);
}

inline bool message_contains(const decode_result& out, std::string_view words) {
  return out.message.text().find(words) != std::string_view::npos;
}

/// `good` without its end, at 16 places spread over it; the last leaves one byte off.
template <class F>
void for_16_cuts(const bytes& good, F&& check) {
  for (std::size_t i = 1; i <= 16; ++i) {
    const std::size_t length = (good.size() - 1) * i / 16;
    CAPTURE(length);
    check(crafted::cut(good, length));
  }
}

/// What lies after the ceiling of bytes is not read.
template <preflight::decoder D>
void check_byte_ceiling(const bytes& good) {
  const auto with_ceiling = [&](std::uint64_t most) { return decode<D>(good, {.bytes = most}); };
  CHECK(with_ceiling(good.size()).outcome == decode_outcome::decoded);
  for (const std::uint64_t most : {good.size() - 1, good.size() / 2, std::size_t{10}}) {
    const decode_result out = with_ceiling(most);
    CHECK(out.outcome == decode_outcome::over_budget);
    CHECK(out.ceiling == preflight::ceiling::bytes);
    CHECK(message_contains(out, "decoding reads too much data"));
  }
}

/// Whatever is cut off or changed, a decoder answers, says why in printable ASCII (run checks it), and says the same
/// again.
template <preflight::decoder D>
void check_damaged_copies(const bytes& good, unsigned rounds) {
  std::mt19937 random{20240229};
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  for (unsigned round = 0; round < rounds; ++round) {
    CAPTURE(round);
    bytes bad = good;
    for (std::size_t flips = below(4); flips > 0; --flips) {
      bad[below(bad.size())] = static_cast<unsigned char>(random());
    }
    if (round % 2 == 0) {
      bad.resize(below(bad.size()) + 1);
    }
    const decode_result first = decode<D>(bad);
    const decode_result again = decode<D>(bad);
    REQUIRE(first.outcome == again.outcome);
    REQUIRE(first.message.text() == again.message.text());
  }
}

/// Time and input that end early; the file must be one that is decoded otherwise, and longer than one piece.
template <preflight::decoder D>
void check_job_limits(const bytes& good) {
  memory_input input{&good};
  decode_job job;
  job.file = input.reader();

  SECTION("the same comes of bytes given one by one") {
    input.pieces = 1;
    const decode_result out = run<D>(job);
    CHECK(out.outcome == decode_outcome::decoded);
    CHECK(out.frames == decode<D>(good).frames);
    CHECK(out.size == decode<D>(good).size);
  }
  SECTION("a deadline that has passed ends it") {
    job.deadline = std::chrono::steady_clock::now() - std::chrono::seconds{1};
    const decode_result out = run<D>(job);
    CHECK(out.outcome == decode_outcome::over_budget);
    CHECK(out.ceiling == preflight::ceiling::seconds);
    CHECK(out.message.text() == "decoding takes too long: the deadline of the whole run has passed");
  }
  SECTION("so does the ceiling of seconds, which is named") {
    job.ceilings.seconds = 0;
    const decode_result out = run<D>(job);
    CHECK(out.outcome == decode_outcome::over_budget);
    CHECK(out.ceiling == preflight::ceiling::seconds);
    CHECK(out.message.text() == "decoding takes too long: 0 seconds allowed");
  }
  SECTION("a read that fails is not taken for the end of the file") {
    input.fails_at = good.size() / 2;
    input.pieces = 64;
    const decode_result out = run<D>(job);
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "the file could not be read to its end");
  }
  SECTION("a file that is shorter than it was said to be is one that ends early") {
    job.file.size += 1000;
    const bytes cut = crafted::cut(good, good.size() / 2);
    input.file = &cut;
    CHECK(run<D>(job).outcome == decode_outcome::rejected);
  }
}

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool counts_memory = false;
#elif defined(__has_feature)
inline constexpr bool counts_memory = !__has_feature(address_sanitizer);
#else
inline constexpr bool counts_memory = true;
#endif

/// Bytes of memory that decoding adds to the most this process held before, and whether all was decoded; measured in a
/// child, so that nothing freed earlier is used again. Sanitizers hold memory of their own: 0 there.
template <preflight::decoder D>
std::uint64_t memory_growth(const bytes& file, const budget& ceilings, decode_outcome expected) {
  int ends[2] = {};
  if (pipe(ends) != 0) {
    throw std::runtime_error{"no pipe"};
  }
  const pid_t child = fork();
  if (child == 0) {
    malloc_trim(0);
    std::ofstream{"/proc/self/clear_refs"} << 5 << std::flush;  // the peak starts anew: proc(5)
    const auto peak = [] {
      rusage used{};
      getrusage(RUSAGE_SELF, &used);
      return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
    };
    const std::uint64_t before = peak();
    memory_input input{&file};
    decode_job job;
    job.file = input.reader();
    job.ceilings = ceilings;
    decode_result out;
    D::decode(job, {}, out);
    const std::uint64_t grown = out.outcome == expected ? peak() - before : UINT64_MAX;
    const bool written = write(ends[1], &grown, sizeof grown) == static_cast<ssize_t>(sizeof grown);
    _exit(written ? 0 : 1);
  }
  std::uint64_t grown = UINT64_MAX;
  close(ends[1]);
  if (read(ends[0], &grown, sizeof grown) != static_cast<ssize_t>(sizeof grown)) {
    grown = UINT64_MAX;
  }
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return grown == UINT64_MAX || counts_memory ? grown : 0;
}

}  // namespace decoding_case
