// Files that change, or fail, while they are read.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ios>
#include <istream>
#include <span>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <utility>
#include <vector>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>

#include "files/descriptor.hpp"
#include "files/descriptor_source.hpp"
#include "harness/catch.hpp"
#include "sniff/crafted/catalogue.hpp"
#include "sniff/crafted/same_facts.hpp"

namespace {

using crafted::bytes;
using preflight::depth;
using preflight::failure;
using preflight::failure_code;

/// A source that said another size than it has when it is read.
class resized_source {
 public:
  resized_source(std::span<const unsigned char> content, std::uint64_t claimed_size)
      : content_{content}, claimed_size_{claimed_size} {}
  [[nodiscard]] std::uint64_t size() { return calls_++ == 0 ? claimed_size_ : content_.size(); }
  [[nodiscard]] std::uint64_t furthest() const { return furthest_; }
  preflight::result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) {
    furthest_ = std::max(furthest_, offset + buffer.size());
    return preflight::memory_source{content_}.read(offset, buffer);
  }

 private:
  std::span<const unsigned char> content_;
  std::uint64_t claimed_size_;
  std::uint64_t furthest_ = 0;
  int calls_ = 0;
};

/// A source that fails after some reads.
class failing_source {
 public:
  failing_source(std::span<const unsigned char> file, int good_reads) : content_{file}, good_reads_{good_reads} {}
  [[nodiscard]] std::uint64_t size() const { return content_.size(); }
  preflight::result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) {
    if (good_reads_-- == 0) {
      return failure{failure_code::unreadable, "input/output error", offset, EIO};
    }
    return preflight::memory_source{content_}.read(offset, buffer);
  }

 private:
  std::span<const unsigned char> content_;
  int good_reads_;
};

/// A disk that breaks: what lies after the first characters throws.
class breaking_buffer : public std::streambuf {
 public:
  breaking_buffer(bytes good, std::streamoff size) : good_{std::move(good)}, size_{size} {}

 protected:
  pos_type seekoff(off_type offset, std::ios_base::seekdir source, std::ios_base::openmode) override {
    return at_ = offset + (source == std::ios_base::end ? size_ : source == std::ios_base::cur ? at_ : 0);
  }
  pos_type seekpos(pos_type level, std::ios_base::openmode) override { return at_ = level; }
  std::streamsize xsgetn(char* buffer, std::streamsize count) override {
    if (at_ + count > static_cast<std::streamoff>(good_.size())) {
      throw std::runtime_error{"input/output error"};
    }
    std::copy_n(good_.begin() + at_, count, buffer);
    at_ += count;
    return count;
  }

 private:
  bytes good_;
  std::streamoff size_;
  std::streamoff at_ = 0;
};

struct sample {
  std::string name;
  bytes file;
};

/// One of each format that is read beyond its first bytes, and no short one.
std::vector<sample> samples() {
  const bytes comment = crafted::gif::comment(std::string(8000, 'x'));
  const bytes gif = crafted::gif::picture();
  const bytes jpeg = crafted::jpeg::picture();
  return {
      {"png", crafted::png::picture({}, crafted::png::chunk("paDd", crafted::zeros(8000)))},
      {"jpeg", crafted::cut(jpeg, 2) + crafted::jpeg::segment(0xEF, crafted::zeros(8000)) + crafted::skip(jpeg, 2)},
      {"gif", crafted::cut(gif, 25) + comment + crafted::skip(gif, 25)},
      {"mp4", crafted::mp4::moov_last({.tracks = {crafted::mp4::video(), crafted::mp4::sound()}},
                                      crafted::boxes::ftyp_mp4 + crafted::boxes::box("free", crafted::zeros(8000)))},
  };
}

}  // namespace

TEST_CASE("a file that became shorter is a failure at its new end, or nobody asked for what is gone") {
  for (const sample& sample : samples()) {
    for (const depth level : {depth::header, depth::structure}) {
      const preflight::facts whole = preflight::engine::sniff(sample.file, level);
      int failures = 0;
      for (std::size_t left = 0; left < sample.file.size(); left += 1 + left / 50) {
        INFO(sample.name << " to " << preflight::name_of(level) << " with " << left << " bytes left");
        resized_source source{std::span{sample.file}.first(left), sample.file.size()};
        const auto result = preflight::engine::probe(source, level);
        if (result) {
          CHECK(crafted::same(result->file, whole));
          CHECK(source.furthest() <= left);
          continue;
        }
        ++failures;
        CHECK(result.error().code == failure_code::changed);
        CHECK(result.error().what == "the file became shorter while it was being read");
        CHECK(result.error().offset >= left);
        CHECK(result.error().offset <= sample.file.size());
      }
      CHECK(failures > 50);
    }
  }
}

TEST_CASE("a file that became shorter is a finding") {
  const bytes file = samples().front().file;
  resized_source source{std::span{file}.first(100), file.size()};
  const preflight::report result = preflight::engine::check(source, "a.png", preflight::destinations::zoom_background);
  REQUIRE(result.findings().size() == 1);
  CHECK(result.findings().front().rule->id == "unreadable");
  CHECK(result.findings().front().message.text() == "The file became shorter while it was being read.");
  CHECK(result.findings().front().offset == 100U);
  CHECK(result.verdict() == preflight::verdict::fail);
}

TEST_CASE("a file that grows is read up to the end it had") {
  for (const sample& sample : samples()) {
    INFO(sample.name);
    const bytes grown = sample.file + crafted::zeros(100'000);
    resized_source source{grown, sample.file.size()};
    const auto result = preflight::engine::probe(source);
    REQUIRE(result);
    CHECK(crafted::same(result->file, preflight::engine::sniff(sample.file)));
    CHECK(result->file.file_size == sample.file.size());
    CHECK(source.furthest() <= sample.file.size());
  }
}

TEST_CASE("a read that fails ends the reading with why, whichever read it is") {
  for (const sample& sample : samples()) {
    INFO(sample.name);
    int reads = 0;
    for (;; ++reads) {
      failing_source source{sample.file, reads};
      const auto result = preflight::engine::probe(source);
      if (result) {
        CHECK(crafted::same(result->file, preflight::engine::sniff(sample.file)));
        break;
      }
      CHECK(result.error().code == failure_code::unreadable);
      CHECK(result.error().what == "input/output error");
      CHECK(result.error().system_error == EIO);
    }
    CHECK(reads > 1);
  }
}

TEST_CASE("a stream that breaks in the middle is a failure where it broke") {
  for (const sample& sample : samples()) {
    INFO(sample.name);
    breaking_buffer buffer{crafted::cut(sample.file, preflight::head_size),
                           static_cast<std::streamoff>(sample.file.size())};
    std::istream stream{&buffer};
    preflight::stream_source source{stream};
    REQUIRE(source.size() == sample.file.size());
    const auto result = preflight::engine::probe(source);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == failure_code::unreadable);
    CHECK(result.error().what == "the stream reports an error while reading");
    CHECK(result.error().offset > 0);
  }
}

TEST_CASE("a stream that did not open is unreadable, not empty") {
  std::ifstream stream{"there-is-no-such-file.png"};
  preflight::stream_source source{stream};
  const preflight::report result =
      preflight::engine::check(source, "there-is-no-such-file.png", preflight::destinations::zoom_background);
  REQUIRE(result.findings().size() == 1);
  CHECK(result.findings()[0].rule->id == "unreadable");
}

TEST_CASE("a file that is truncated between its size and its bytes") {
  std::string name = std::filesystem::temp_directory_path() / "media-preflight-XXXXXX";
  const preflight::cli::descriptor file{::mkstemp(name.data())};
  REQUIRE(file.is_open());
  REQUIRE(::unlink(name.c_str()) == 0);
  const bytes content = samples().front().file;
  REQUIRE(::pwrite(file.number(), content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()));
  preflight::cli::descriptor_source source{file.number(), content.size()};
  CHECK(preflight::engine::probe(source));
  REQUIRE(::ftruncate(file.number(), 1000) == 0);
  const auto result = preflight::engine::probe(source);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == failure_code::changed);
  CHECK(result.error().offset == 1000);
}

TEST_CASE("an error of the system is passed on with its number and place") {
  // Nothing is mapped at the address 0, and reading there is an EIO.
  const preflight::cli::descriptor file{::open("/proc/self/mem", O_RDONLY | O_CLOEXEC)};
  if (!file.is_open()) {
    WARN("there is no /proc/self/mem");
    return;
  }
  preflight::cli::descriptor_source source{file.number(), 10'000};
  const auto result = preflight::engine::probe(source);
  REQUIRE_FALSE(result);
  CHECK(result.error().code == failure_code::unreadable);
  CHECK(result.error().system_error == EIO);
  CHECK(result.error().offset == 0);
}
