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
class resized {
 public:
  resized(std::span<const unsigned char> now, std::uint64_t said) : bytes_{now}, said_{said} {}
  [[nodiscard]] std::uint64_t size() { return asked_++ == 0 ? said_ : bytes_.size(); }
  [[nodiscard]] std::uint64_t furthest() const { return furthest_; }
  preflight::result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> into) {
    furthest_ = std::max(furthest_, offset + into.size());
    return preflight::memory_source{bytes_}.read(offset, into);
  }

 private:
  std::span<const unsigned char> bytes_;
  std::uint64_t said_;
  std::uint64_t furthest_ = 0;
  int asked_ = 0;
};

/// A source that fails after some reads.
class failing {
 public:
  failing(std::span<const unsigned char> file, int good_reads) : bytes_{file}, good_reads_{good_reads} {}
  [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }
  preflight::result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> into) {
    if (good_reads_-- == 0) {
      return failure{failure_code::unreadable, "input/output error", offset, EIO};
    }
    return preflight::memory_source{bytes_}.read(offset, into);
  }

 private:
  std::span<const unsigned char> bytes_;
  int good_reads_;
};

/// A disk that breaks: what lies behind the first characters throws.
class breaking_buffer : public std::streambuf {
 public:
  breaking_buffer(bytes good, std::streamoff size) : good_{std::move(good)}, size_{size} {}

 protected:
  pos_type seekoff(off_type offset, std::ios_base::seekdir from, std::ios_base::openmode) override {
    return at_ = offset + (from == std::ios_base::end ? size_ : from == std::ios_base::cur ? at_ : 0);
  }
  pos_type seekpos(pos_type to, std::ios_base::openmode) override { return at_ = to; }
  std::streamsize xsgetn(char* into, std::streamsize count) override {
    if (at_ + count > static_cast<std::streamoff>(good_.size())) {
      throw std::runtime_error{"input/output error"};
    }
    std::copy_n(good_.begin() + at_, count, into);
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
      {"jpeg", crafted::cut(jpeg, 2) + crafted::jpeg::segment(0xEF, crafted::zeros(8000)) + crafted::from(jpeg, 2)},
      {"gif", crafted::cut(gif, 25) + comment + crafted::from(gif, 25)},
      {"mp4", crafted::mp4::moov_last({.tracks = {crafted::mp4::video(), crafted::mp4::sound()}},
                                      crafted::boxes::ftyp_mp4 + crafted::boxes::box("free", crafted::zeros(8000)))},
  };
}

}  // namespace

TEST_CASE("a file that became shorter is a failure at its new end, or nobody asked for what is gone") {
  for (const sample& each : samples()) {
    for (const depth to : {depth::header, depth::structure}) {
      const preflight::facts whole = preflight::engine::sniff(each.file, to);
      int failures = 0;
      for (std::size_t left = 0; left < each.file.size(); left += 1 + left / 50) {
        INFO(each.name << " to " << preflight::name_of(to) << " with " << left << " bytes left");
        resized from{std::span{each.file}.first(left), each.file.size()};
        const auto found = preflight::engine::probe(from, to);
        if (found) {
          CHECK(crafted::same(found->file, whole));
          CHECK(from.furthest() <= left);
          continue;
        }
        ++failures;
        CHECK(found.error().code == failure_code::changed);
        CHECK(found.error().what == "the file became shorter while it was being read");
        CHECK(found.error().offset >= left);
        CHECK(found.error().offset <= each.file.size());
      }
      CHECK(failures > 50);
    }
  }
}

TEST_CASE("a file that became shorter is a finding") {
  const bytes file = samples().front().file;
  resized from{std::span{file}.first(100), file.size()};
  const preflight::report found = preflight::engine::check(from, "a.png", preflight::destinations::zoom_background);
  REQUIRE(found.findings().size() == 1);
  CHECK(found.findings().front().rule->id == "unreadable");
  CHECK(found.findings().front().message.text() == "The file became shorter while it was being read.");
  CHECK(found.findings().front().offset == 100U);
  CHECK(found.verdict() == preflight::verdict::fail);
}

TEST_CASE("a file that grows is read up to the end it had") {
  for (const sample& each : samples()) {
    INFO(each.name);
    const bytes grown = each.file + crafted::zeros(100'000);
    resized from{grown, each.file.size()};
    const auto found = preflight::engine::probe(from);
    REQUIRE(found);
    CHECK(crafted::same(found->file, preflight::engine::sniff(each.file)));
    CHECK(found->file.file_size == each.file.size());
    CHECK(from.furthest() <= each.file.size());
  }
}

TEST_CASE("a read that fails ends the reading with why, whichever read it is") {
  for (const sample& each : samples()) {
    INFO(each.name);
    int reads = 0;
    for (;; ++reads) {
      failing from{each.file, reads};
      const auto found = preflight::engine::probe(from);
      if (found) {
        CHECK(crafted::same(found->file, preflight::engine::sniff(each.file)));
        break;
      }
      CHECK(found.error().code == failure_code::unreadable);
      CHECK(found.error().what == "input/output error");
      CHECK(found.error().system_error == EIO);
    }
    CHECK(reads > 1);
  }
}

TEST_CASE("a stream that breaks in the middle is a failure where it broke") {
  for (const sample& each : samples()) {
    INFO(each.name);
    breaking_buffer buffer{crafted::cut(each.file, preflight::head_size),
                           static_cast<std::streamoff>(each.file.size())};
    std::istream stream{&buffer};
    preflight::stream_source from{stream};
    REQUIRE(from.size() == each.file.size());
    const auto found = preflight::engine::probe(from);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == failure_code::unreadable);
    CHECK(found.error().what == "the stream reports an error while reading");
    CHECK(found.error().offset > 0);
  }
}

TEST_CASE("a stream that did not open is unreadable, not empty") {
  std::ifstream stream{"there-is-no-such-file.png"};
  preflight::stream_source from{stream};
  const preflight::report found =
      preflight::engine::check(from, "there-is-no-such-file.png", preflight::destinations::zoom_background);
  REQUIRE(found.findings().size() == 1);
  CHECK(found.findings()[0].rule->id == "unreadable");
}

TEST_CASE("a file that is truncated between its size and its bytes") {
  std::string name = std::filesystem::temp_directory_path() / "media-preflight-XXXXXX";
  const preflight::cli::descriptor file{::mkstemp(name.data())};
  REQUIRE(file.is_open());
  REQUIRE(::unlink(name.c_str()) == 0);
  const bytes content = samples().front().file;
  REQUIRE(::pwrite(file.number(), content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()));
  preflight::cli::descriptor_source from{file.number(), content.size()};
  CHECK(preflight::engine::probe(from));
  REQUIRE(::ftruncate(file.number(), 1000) == 0);
  const auto found = preflight::engine::probe(from);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == failure_code::changed);
  CHECK(found.error().offset == 1000);
}

TEST_CASE("an error of the system is passed on with its number and place") {
  // Nothing is mapped at the address 0, and reading there is an EIO.
  const preflight::cli::descriptor file{::open("/proc/self/mem", O_RDONLY | O_CLOEXEC)};
  if (!file.is_open()) {
    WARN("there is no /proc/self/mem");
    return;
  }
  preflight::cli::descriptor_source from{file.number(), 10'000};
  const auto found = preflight::engine::probe(from);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == failure_code::unreadable);
  CHECK(found.error().system_error == EIO);
  CHECK(found.error().offset == 0);
}
