#include <pthread.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/check.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/catalogue.hpp"
#include "sniff/crafted/same_facts.hpp"

using preflight::depth;
using preflight::report;
using preflight::stream_request;
using preflight::destinations::zoom_background;

namespace {

/// Everything a report says, so that two of them can be compared.
std::string text_of(const report& report) {
  std::string text = std::to_string(report.bytes_read) + '\n';
  for (const preflight::finding& finding : report.findings()) {
    text.append(finding.rule->id).append(": ").append(finding.message).append(" ").append(finding.fix).append(" ");
    text.append(finding.actual).append(" ").append(finding.limit).append(" ");
    text += finding.offset ? std::to_string(*finding.offset) + '\n' : "\n";
  }
  return text;
}

void check_same(const report& actual, const report& expected) {
  CHECK(text_of(actual) == text_of(expected));
  CHECK(crafted::same(actual.file, expected.file));
}

/// The report of a file pushed in pieces of `length` bytes.
report pushed(const crafted::row& row, std::size_t length, depth depth) {
  crafted::layout_source source{row.file};
  preflight::stream_checker checker{source.size(), row.file_name(), zoom_background, depth};
  std::vector<unsigned char> buffer(length);
  for (stream_request next = checker.next(); !next.is_done();) {
    buffer.resize(static_cast<std::size_t>(std::min<std::uint64_t>(length, source.size() - next.offset)));
    REQUIRE(source.read(next.offset, buffer));
    next = checker.push(buffer);
  }
  return checker.finish();
}

/// Bytes of stack that a thread touches which does this.
template <class Work>
std::size_t stack_of(Work work) {
  constexpr std::size_t size = 512 * 1024;
  constexpr unsigned char paint = 0xA5;
  auto* const stack = static_cast<unsigned char*>(std::aligned_alloc(4096, size));
  REQUIRE(stack != nullptr);
  std::fill_n(stack, size, paint);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  REQUIRE(pthread_attr_setstack(&attributes, stack, size) == 0);
  pthread_t thread{};
  const auto run = [](void* argument) -> void* {
    (*static_cast<Work*>(argument))();
    return nullptr;
  };
  REQUIRE(pthread_create(&thread, &attributes, run, &work) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  const auto* const touched = std::find_if(stack, stack + size, [](unsigned char byte) { return byte != paint; });
  const auto used = static_cast<std::size_t>(stack + size - touched);
  std::free(stack);
  return used;
}

}  // namespace

TEST_CASE("a checker says of one file after another what check() says of each") {
  preflight::checker checker;
  for (const crafted::row& row : crafted::catalogue()) {
    for (const depth depth : {depth::header, depth::structure}) {
      INFO(row.file_name());
      crafted::layout_source source{row.file};
      crafted::layout_source same_source{row.file};
      check_same(checker.check(source, row.file_name(), zoom_background, depth),
                 preflight::check(same_source, row.file_name(), zoom_background, depth));
    }
  }
}

TEST_CASE("bytes that are pushed lead to the same report, whatever the pieces") {
  for (const crafted::row& row : crafted::catalogue()) {
    for (const depth depth : {depth::header, depth::structure}) {
      crafted::layout_source source{row.file};
      const report expected = preflight::check(source, row.file_name(), zoom_background, depth);
      // A byte at a time only where that does not take all day.
      for (const std::size_t length : {std::size_t{1}, std::size_t{61}, std::size_t{4096}, std::size_t{200'000}}) {
        if (expected.bytes_read / length < 20'000) {
          INFO(row.file_name() << " in pieces of " << length);
          check_same(pushed(row, length, depth), expected);
        }
      }
    }
  }
}

TEST_CASE("what its size alone refuses is read no further than its headers, whoever reads it") {
  const std::string_view head{
      "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x05\0\0\0\x02\xD0\x08\0\0\0\0\x50\x8D\x95\xE2\0\0\0\0IDAT\x35\xAF\x06\x1E",
      45};
  const auto limit = static_cast<std::size_t>(zoom_background.max_bytes.value);
  std::vector<unsigned char> bytes(limit + 1);
  std::copy(head.begin(), head.end(), bytes.begin());
  const auto read_by_all = [](std::span<const unsigned char> file) {
    const report whole = preflight::check(file, "a.png", zoom_background);
    preflight::checker checker;
    check_same(checker.check(file, "a.png", zoom_background), whole);
    preflight::stream_checker stream{file.size(), "a.png", zoom_background};
    for (stream_request next = stream.next(); !next.is_done();) {
      next = stream.push(file.subspan(static_cast<std::size_t>(next.offset)));
    }
    check_same(stream.finish(), whole);
    return std::pair{whole.bytes_read, whole.first("file-too-large") != nullptr};
  };
  const auto [most_read, is_most_refused] = read_by_all(bytes);
  CHECK(is_most_refused);
  CHECK(most_read < 4096);
  const auto [least_read, is_least_refused] = read_by_all(std::span{bytes}.first(limit));
  CHECK_FALSE(is_least_refused);
  CHECK(least_read > 0);
}

TEST_CASE("a stream that stops too early has not been read") {
  constexpr std::array<unsigned char, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  preflight::stream_checker checker{100, "a.png", zoom_background};
  CHECK(checker.push(signature).offset == 8);
  const report& report = checker.finish();
  CHECK(report.verdict() == preflight::verdict::fail);
  REQUIRE(report.first("unreadable") != nullptr);
  CHECK(report.first("unreadable")->offset == 8U);
  CHECK(preflight::stream_checker{0, "a.png", zoom_background}.finish().first("empty-file") != nullptr);
}

TEST_CASE("a file is checked by its path, and what cannot be read says why") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "media-preflight-checker-test";
  std::filesystem::create_directories(folder);
  const std::filesystem::path path = folder / "cut.png";
  std::ofstream{path, std::ios::binary} << "\x89PNG\r\n\x1A\n";
  preflight::checker checker;
  const report& cut = checker.check_file(path, zoom_background);
  CHECK(cut.first("truncated") != nullptr);
  check_same(preflight::check_file(path, zoom_background), cut);
  const auto message = [&](const std::filesystem::path& file) {
    const preflight::finding* const finding = checker.check_file(file, zoom_background).first("unreadable");
    REQUIRE(finding != nullptr);
    return std::string{std::string_view{finding->message}};
  };
  CHECK(message(folder / "missing.png").find("no such file or folder") != std::string::npos);
  CHECK(checker.check_file(path, zoom_background).bytes_read > 0);
  CHECK(checker.check_file(folder / "missing.png", zoom_background).bytes_read == 0);
  CHECK(message(folder).find("it is a folder") != std::string::npos);
  CHECK(message("/dev/null").find("it is not a regular file") != std::string::npos);
  std::filesystem::remove_all(folder);
}

// Sanitizers make frames larger. g++ has a macro for them, clang++ a feature.
#if defined(__has_feature)
#define IS_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

#if !IS_SANITIZED
TEST_CASE("a checker takes less than 16 KiB of stack") {
  preflight::checker checker;
  const std::size_t empty = stack_of([] {});
  std::size_t most = 0;
  for (const crafted::row& row : crafted::catalogue()) {
    crafted::layout_source source{row.file};
    most = std::max(most, stack_of([&] { checker.check(source, row.name, zoom_background); }));
  }
  CHECK(most - empty < 16 * 1024);
  CHECK(most > empty);
}
#endif

TEST_CASE("a source that gives one byte less than it promised has changed") {
  struct shortened {
    preflight::memory_source whole;
    [[nodiscard]] std::uint64_t size() const { return whole.size(); }
    preflight::result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) {
      return whole.read(offset, buffer.first(buffer.size() - 1));
    }
  };
  const std::array<unsigned char, 64> bytes{'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0};
  shortened source{preflight::memory_source{bytes}};
  const preflight::result<preflight::probe_result> probed = preflight::probe(source);
  REQUIRE(!probed);
  CHECK(probed.error().code == preflight::failure_code::changed);
  CHECK(probed.error().offset == 63);
}
