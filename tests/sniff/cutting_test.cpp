// The answer depends on the bytes of a file, never on how they were cut into windows.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <preflight/sniff/probe.hpp>

#include "harness/catch.hpp"
#include "harness/places.hpp"
#include "sniff/crafted/catalogue.hpp"
#include "sniff/crafted/driving.hpp"
#include "sniff/crafted/same_facts.hpp"

namespace {

using crafted::bytes;
using crafted::drive_result;
using crafted::same;
using preflight::depth;

/// What is wrong where nothing is.
const std::string no_failure;

constexpr std::array both_depths{depth::header, depth::structure};

struct sample {
  std::string name;
  bytes file;
};

/// The same file with something of `count` bytes or a little more after its beginning that no reader looks into. The
/// first window of an inspection is as long as head_size; what stands after it is seen through windows of all kinds.
bytes with_padding(const bytes& file, preflight::format format, std::size_t count) {
  using namespace crafted;
  const auto behind = [&](std::size_t beginning, const bytes& padding) {
    return beginning > file.size() ? file : crafted::cut(file, beginning) + padding + skip(file, beginning);
  };
  switch (format) {
    case preflight::format::png: return behind(33, png::chunk("paDd", zeros(count)));
    case preflight::format::jpeg: return behind(2, jpeg::segment(0xEF, zeros(count)));
    case preflight::format::gif: return behind(25, gif::comment(std::string(count, 'x')));
    case preflight::format::mp4:
    case preflight::format::mov: return behind(boxes::ftyp_mp4.size(), boxes::box("free", zeros(count)));
    default: return file;
  }
}

const std::vector<sample>& samples() {
  static const std::vector<sample> all = [] {
    std::vector<sample> result;
    std::mt19937 random{33};
    for (const crafted::row& row : crafted::catalogue()) {
      const bytes file = row.file.whole();
      result.push_back({row.file_name(), file});
      if (file.size() < 100'000) {
        const std::size_t some = preflight::head_size - 600 + random() % 600;
        result.push_back({row.file_name() + " pushed back", with_padding(file, row.expected, some)});
        result.push_back(
            {row.file_name() + " pushed far back", with_padding(file, row.expected, preflight::head_size)});
      }
    }
    const std::filesystem::path folder{std::string{preflight::test::project_folder} + "/testdata"};
    if (std::filesystem::exists(folder)) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (entry.is_regular_file()) {
          std::ifstream in{entry.path(), std::ios::binary};
          bytes content;
          content.assign(std::istreambuf_iterator<char>{in}, {});
          result.push_back({entry.path().string(), std::move(content)});
        }
      }
    }
    return result;
  }();
  return all;
}

/// Every length where a file is short, else some chosen at random, the ends among them.
std::vector<std::size_t> prefixes(std::size_t size, std::mt19937& random, std::size_t at_most) {
  std::vector<std::size_t> lengths{0, size};
  for (std::size_t i = 0; i < std::min(size, at_most); ++i) {
    lengths.push_back(size <= at_most ? i
                      : i % 2 == 0    ? random() % size
                                      : random() % std::min<std::size_t>(size, 8192));
  }
  std::sort(lengths.begin(), lengths.end());
  return lengths;
}

/// Says what is wrong, nothing where all is well.
template <class Property>
std::string failure_text(Property&& property) {
  try {
    return property() ? "" : "another answer";
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("exact windows, windows with a surplus and one window for all lead to the same facts") {
  std::mt19937 random{20261122};
  for (const sample& sample : samples()) {
    for (const depth level : both_depths) {
      INFO(sample.name << " to " << preflight::name_of(level));
      const preflight::facts expected = preflight::sniff(sample.file, level);
      CHECK(failure_text([&] { return same(drive_whole(sample.file, level).facts, expected); }) == no_failure);
      CHECK(failure_text([&] { return same(drive_exactly(sample.file, level).facts, expected); }) == no_failure);
      for (int i = 0; i < 4; ++i) {
        CHECK(failure_text([&] { return same(drive_with_surplus(sample.file, level, random).facts, expected); }) ==
              no_failure);
      }
    }
  }
}

TEST_CASE("the first window may end anywhere in a file") {
  const preflight::budget low{.frames = 3, .units = 8, .segments = 8};
  for (const crafted::row& row : crafted::catalogue()) {
    if (row.file.size > preflight::head_size) {
      continue;
    }
    INFO(row.file_name());
    const bytes file = row.file.whole();
    const std::size_t step = 1 + file.size() / 300;
    std::string failures;
    for (std::size_t padding = preflight::head_size - file.size(); padding < preflight::head_size; padding += step) {
      const bytes pushed = with_padding(file, row.expected, padding);
      for (const preflight::budget& ceilings : {preflight::budget{}, low}) {
        const preflight::facts expected = preflight::sniff(pushed, depth::structure, ceilings);
        const std::string failure =
            failure_text([&] { return same(drive_exactly(pushed, depth::structure, ceilings).facts, expected); });
        failures += failure.empty() ? "" : " padded with " + std::to_string(padding) + ": " + failure;
      }
    }
    CHECK(failures == no_failure);
  }
}

TEST_CASE("a ceiling ends the reading at the same place in every window") {
  for (const std::uint32_t few : {1U, 2U, 5U, 9U}) {
    const preflight::budget ceilings{.pixels = 1 << 19,
                                     .frames = few,
                                     .units = few * 3,
                                     .table_entries = few * 200,
                                     .segments = few,
                                     .non_marker_bytes = few,
                                     .depth = few};
    for (const sample& sample : samples()) {
      INFO(sample.name << " with " << few);
      const preflight::facts expected = preflight::sniff(sample.file, depth::structure, ceilings);
      CHECK(failure_text([&] {
              return same(drive_exactly(sample.file, depth::structure, ceilings).facts, expected);
            }) == no_failure);
    }
  }
}

TEST_CASE("probe reads what is needed and not a byte more") {
  for (const sample& sample : samples()) {
    for (const depth level : both_depths) {
      INFO(sample.name << " to " << preflight::name_of(level));
      preflight::memory_source source{sample.file};
      const auto probed = preflight::probe(source, level);
      REQUIRE(probed);
      const drive_result drive = drive_exactly(sample.file, level);
      CHECK(probed->bytes_read == drive.bytes_requested);
      CHECK(same(probed->file, drive.facts));
    }
  }
}

TEST_CASE("a prefix of a file either asks for what it lacks or tells everything") {
  std::mt19937 random{4711};
  for (const sample& sample : samples()) {
    for (const depth level : both_depths) {
      INFO(sample.name << " to " << preflight::name_of(level));
      const preflight::facts expected = preflight::sniff(sample.file, level);
      std::string failures;
      for (const std::size_t length : prefixes(sample.file.size(), random, sample.file.size() > 100'000 ? 20 : 400)) {
        const preflight::byte_view prefix{std::span{sample.file}.first(length)};
        preflight::sniff_session session{sample.file.size(), level};
        preflight::read_request next = session.first();
        while (!next.is_done() && prefix.covers(next.offset, next.length)) {
          next = session.feed(prefix);
        }
        if (next.is_done() ? !same(session.facts(), expected) : session.feed(prefix) != next) {
          failures += " " + std::to_string(length);
        }
      }
      CHECK(failures == no_failure);
    }
  }
}

TEST_CASE("what a growing prefix has told stays told") {
  std::mt19937 random{1907};
  for (const sample& sample : samples()) {
    INFO(sample.name);
    const preflight::facts last = preflight::sniff(sample.file);
    preflight::sniff_session session{sample.file.size()};
    std::string failures;
    for (const std::size_t length : prefixes(sample.file.size(), random, 1000)) {
      const preflight::byte_view prefix{std::span{sample.file}.first(length)};
      for (preflight::read_request next = session.first(), before; !next.is_done() && next != before;) {
        before = next;
        next = session.feed(prefix);
      }
      const preflight::facts& now = session.facts();
      const bool named = now.format == preflight::format::unknown || now.format == last.format ||
                         now.format == preflight::format::m4a;  // a brand that yields to a video track
      const bool measured = !now.coded.usable() || now.coded == last.coded;
      bool blamed = true;
      for (std::size_t i = 0; i < preflight::fault_kinds; ++i) {
        const auto kind = static_cast<preflight::fault_kind>(i);
        blamed = blamed && (!now.faults.has(kind) || same(now.faults.first(kind), last.faults.first(kind)));
      }
      if (!named || !measured || !blamed) {
        failures += " " + std::to_string(length);
      }
    }
    CHECK(failures == no_failure);
    CHECK(same(session.facts(), last));
  }
}

TEST_CASE("a file cut anywhere ends in an answer, without a need past its end") {
  std::mt19937 random{64};
  for (const sample& sample : samples()) {
    INFO(sample.name);
    std::string failures;
    for (const std::size_t length : prefixes(sample.file.size(), random, sample.file.size() > 100'000 ? 8 : 100)) {
      for (const depth level : both_depths) {
        const bytes cut(crafted::cut(sample.file, length));
        const std::string failure =
            failure_text([&] { return same(drive_exactly(cut, level).facts, drive_whole(cut, level).facts); });
        failures += failure.empty() ? "" : " at " + std::to_string(length) + ": " + failure;
      }
    }
    CHECK(failures == no_failure);
  }
}

TEST_CASE("a file with flipped bytes ends in an answer, and in the same one however it is cut") {
  std::mt19937 random{128};
  for (const sample& sample : samples()) {
    if (sample.file.empty()) {
      continue;
    }
    INFO(sample.name);
    std::string failures;
    for (int round = 0; round < (sample.file.size() > 100'000 ? 8 : 150); ++round) {
      bytes flipped = sample.file;
      for (int i = 0; i < 1 + round % 8; ++i) {
        const std::size_t reach = round % 2 == 0 ? flipped.size() : std::min<std::size_t>(flipped.size(), 1024);
        flipped[random() % reach] = static_cast<unsigned char>(random() % 4 == 0 ? 0xFF * (random() % 2) : random());
      }
      const depth level = both_depths[static_cast<std::size_t>(round) % 2];
      const std::string failure = failure_text(
          [&] { return same(drive_exactly(flipped, level).facts, drive_with_surplus(flipped, level, random).facts); });
      failures += failure.empty() ? "" : " round " + std::to_string(round) + ": " + failure;
    }
    CHECK(failures == no_failure);
  }
}
