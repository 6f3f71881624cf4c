#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include <preflight/decode/codecs/jpeg.hpp>

#include "decode/decoding_case.hpp"
#include "sniff/crafted/jpeg.hpp"

namespace {

using namespace decoding_case;
using crafted::jpeg::eoi;
using crafted::jpeg::frame;
using crafted::jpeg::jfif;
using crafted::jpeg::soi;
using decoder = preflight::decoders::jpeg;

struct jpeg_options {
  JDIMENSION width = 65;
  JDIMENSION height = 47;
  J_COLOR_SPACE colours = JCS_RGB;
  int components = 3;
  bool progressive = false;
  bool arithmetic = false;
  bool subsampled = true;
  bool scan_each = false;  ///< a scan for every component
  unsigned restart_rows = 0;
};

/// A picture by libjpeg's own hand: a slope with some noise on it.
bytes encode(const jpeg_options& job) {
  jpeg_compress_struct codec{};
  jpeg_error_mgr errors{};
  codec.err = jpeg_std_error(&errors);
  jpeg_create_compress(&codec);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&codec, &data, &size);
  codec.image_width = job.width;
  codec.image_height = job.height;
  codec.input_components = job.components;
  codec.in_color_space = job.colours;
  jpeg_set_defaults(&codec);
  jpeg_set_quality(&codec, 80, TRUE);
  codec.arith_code = job.arithmetic ? TRUE : FALSE;
  codec.restart_in_rows = static_cast<int>(job.restart_rows);
  if (!job.subsampled) {
    codec.comp_info->h_samp_factor = codec.comp_info->v_samp_factor = 1;
  }
  const std::array<jpeg_scan_info, 4> scans{
      {{1, {0}, 0, 63, 0, 0}, {1, {1}, 0, 63, 0, 0}, {1, {2}, 0, 63, 0, 0}, {1, {3}, 0, 63, 0, 0}}};
  if (job.progressive) {
    jpeg_simple_progression(&codec);
  } else if (job.scan_each) {
    codec.scan_info = scans.data();
    codec.num_scans = codec.num_components;
  }
  jpeg_start_compress(&codec, TRUE);
  std::mt19937 random{1};
  std::vector<JSAMPLE> row(std::size_t{job.width} * static_cast<unsigned>(job.components));
  for (JDIMENSION y = 0; y < job.height; ++y) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = static_cast<JSAMPLE>((i + y) / 2 + random() % 24);
    }
    JSAMPROW rows = row.data();
    jpeg_write_scanlines(&codec, &rows, 1);
  }
  jpeg_finish_compress(&codec);
  jpeg_destroy_compress(&codec);
  bytes out;
  std::ranges::copy(std::span{data, size}, std::back_inserter(out));
  std::free(data);  // NOLINT(cppcoreguidelines-no-malloc): libjpeg's
  return out;
}

/// The crafted grey picture with its scan given `count` times over.
bytes scans(std::size_t count, frame f = {64, 64, 1, 8, 0xC2}) {
  bytes out = soi + jfif + crafted::jpeg::dqt + sof(f) + crafted::jpeg::dht;
  for (std::size_t i = 0; i < count; ++i) {
    out.add(crafted::jpeg::scan(f));
  }
  return out + eoi;
}

bytes insert(const bytes& good, std::size_t at, const bytes& more) {
  bytes out = crafted::cut(good, at) + more;
  out.insert(out.end(), good.begin() + static_cast<std::ptrdiff_t>(at), good.end());
  return out;
}

}  // namespace

TEST_CASE("a JPEG of every process and colour space libjpeg knows is decoded", "[decode][jpeg]") {
  const std::vector<std::pair<J_COLOR_SPACE, int>> spaces{{JCS_GRAYSCALE, 1}, {JCS_RGB, 3}, {JCS_CMYK, 4}};
  for (const auto& [space, components] : spaces) {
    for (const bool progressive : {false, true}) {
      for (const bool arithmetic : {false, true}) {
        for (const bool scan_each : {false, true}) {
          for (const unsigned restart_rows : {0U, 1U}) {
            CAPTURE(space, progressive, arithmetic, scan_each, restart_rows);
            const decode_result out = decode<decoder>(
                encode({65, 47, space, components, progressive, arithmetic, true, scan_each, restart_rows}));
            CHECK(out.outcome == decode_outcome::decoded);
            CHECK(out.size == preflight::extent{65, 47});
            CHECK(out.frames == 1);
            CHECK(out.proof == (arithmetic ? preflight::decode_proof::partial : preflight::decode_proof::full));
            CHECK(out.surplus == preflight::surplus::none);
          }
        }
      }
    }
  }
  CHECK(decode<decoder>(encode({1, 1})).outcome == decode_outcome::decoded);
  CHECK(decode<decoder>(encode({.width = 64, .height = 64, .subsampled = false})).outcome == decode_outcome::decoded);
}

TEST_CASE("the library that reads JPEG is named", "[decode][jpeg]") {
  CHECK(decode<decoder>(encode({})).codec.text().starts_with("libjpeg"));
}

TEST_CASE("a JPEG cut anywhere is rejected", "[decode][jpeg]") {
  for (const bool progressive : {false, true}) {
    for (const bool arithmetic : {false, true}) {
      for_16_cuts(encode({.progressive = progressive, .arithmetic = arithmetic}), [](const bytes& cut) {
        const decode_result out = decode<decoder>(cut);
        CHECK(out.outcome == decode_outcome::rejected);
        CHECK(out.message.text() == "Premature end of JPEG file");
      });
    }
  }
  const bytes good = encode({});
  CHECK(decode<decoder>(crafted::cut(good, good.size() - 2)).message.text() == "Premature end of JPEG file");
  CHECK(decode<decoder>({}).outcome == decode_outcome::rejected);
}

TEST_CASE("JPEG data that is wrong is rejected in libjpeg's words", "[decode][jpeg]") {
  const bytes good = encode({.width = 320, .height = 240, .restart_rows = 1});
  const std::size_t middle = crafted::find(good, "\xFF\xD3");
  SECTION("a restart marker out of turn") {
    bytes bad = good;
    bad[middle + 1] = 0xD1;
    CHECK(message_contains(decode<decoder>(bad), "found marker 0xd1 instead of RST3"));
  }
  SECTION("a marker in the middle of a restart interval") {
    const decode_result out =
        decode<decoder>(crafted::patched(good, middle + 40, {good[middle + 40], good[middle + 41]}, eoi));
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "Corrupt JPEG data: premature end of data segment");
  }
  SECTION("a code that no table has") {
    const frame f{64, 64};
    bytes bad = crafted::jpeg::picture(f);
    bad[bad.size() - 10] = 0x55;
    const decode_result out = decode<decoder>(bad);
    CHECK(out.outcome == decode_outcome::rejected);
    CHECK(out.message.text() == "Corrupt JPEG data: bad Huffman code");
  }
  SECTION("one changed byte at many places") {
    int rejections = 0;
    for (std::size_t at = middle; at < middle + 256; ++at) {
      bytes bad = good;
      bad[at] ^= 0x40;
      rejections += decode<decoder>(bad).outcome == decode_outcome::rejected ? 1 : 0;
    }
    CHECK(rejections > 16);  // JPEG has no check value: codes that still come out even cannot be told
  }
  SECTION("a progression that does not follow from the scan before") {
    bytes bad = scans(2);
    bad[bad.size() - eoi.size() - crafted::jpeg::scan_data({64, 64, 1, 8, 0xC2}).size() - 1] = 0x21;
    CHECK(message_contains(decode<decoder>(bad), "Inconsistent progression"));
  }
  SECTION("two frame headers") {
    CHECK(message_contains(decode<decoder>(soi + sof(frame{64, 64}) + crafted::jpeg::body({64, 64}) + eoi),
                           "two SOF markers"));
  }
  SECTION("no picture") {
    CHECK(decode<decoder>(soi + crafted::jpeg::dqt + eoi).message.text() == "JPEG datastream contains no image");
  }
  SECTION("no quantization table") {
    const frame f{8, 8};
    CHECK(message_contains(decode<decoder>(soi + sof(f) + crafted::jpeg::dht + crafted::jpeg::scan(f) + eoi),
                           "Quantization table"));
  }
}

TEST_CASE("bytes that belong to no JPEG segment are told from codes left over", "[decode][jpeg]") {
  const bytes good = encode({.width = 320, .height = 240, .restart_rows = 1});
  const std::size_t end = good.size() - eoi.size();
  const std::size_t restart = crafted::find(good, "\xFF\xD3");
  const bytes junk = crafted::zeros(15);
  const bytes codes = crafted::zeros(16);

  CHECK(decode<decoder>(insert(good, crafted::find(good, "\xFF\xDB"), crafted::zeros(500))).outcome ==
        decode_outcome::decoded);
  CHECK(decode<decoder>(good).surplus == preflight::surplus::none);
  for (const std::size_t place : {end, restart}) {
    const decode_result out = decode<decoder>(insert(good, place, junk));
    CHECK(out.outcome == decode_outcome::decoded);
    CHECK(out.surplus == preflight::surplus::jpeg_bytes);
    CHECK(out.surplus_offset >= place);
    CHECK(out.surplus_offset <= place + junk.size() + 2);
  }

  const decode_result left = decode<decoder>(insert(good, restart, codes));
  CHECK(left.outcome == decode_outcome::rejected);
  CHECK(message_contains(left, "16 extraneous bytes before marker 0xd3"));
  // At the end libjpeg does not count what it had read ahead: up to 8 bytes.
  CHECK(decode<decoder>(insert(good, end, codes + codes)).outcome == decode_outcome::rejected);

  const bytes several = encode({.progressive = true});
  const std::size_t second = crafted::find(several, "\xFF\xDA", crafted::find(several, "\xFF\xDA") + 2);
  CHECK(decode<decoder>(insert(several, second, crafted::zeros(1))).outcome == decode_outcome::rejected);
}

TEST_CASE("what is only odd about a JPEG is no loss", "[decode][jpeg]") {
  const frame f{64, 64, 3};
  CHECK(decode<decoder>(crafted::jpeg::picture(f, jfif + crafted::jpeg::app14_adobe(7))).outcome ==
        decode_outcome::decoded);
  bytes future = jfif;
  future[crafted::find(future, "JFIF") + 5] = 9;
  CHECK(decode<decoder>(crafted::jpeg::picture(f, future)).outcome == decode_outcome::decoded);
  bytes spectrum = crafted::jpeg::picture({64, 64});
  spectrum[crafted::find(spectrum, "\xFF\xDA") + 8] = 62;
  CHECK(decode<decoder>(spectrum).outcome == decode_outcome::decoded);
  CHECK(decode<decoder>(crafted::jpeg::picture(f) + crafted::text("a second file")).outcome == decode_outcome::decoded);
}

TEST_CASE("a JPEG whose components are no colours is not shown by anything", "[decode][jpeg]") {
  const decode_result out = decode<decoder>(encode({.colours = JCS_UNKNOWN, .components = 2}));
  CHECK(out.outcome == decode_outcome::rejected);
  CHECK(out.size == preflight::extent{65, 47});
  CHECK(out.message.text() == "unsupported number of components: 2");
}

TEST_CASE("a JPEG component that no scan holds is missed", "[decode][jpeg]") {
  const bytes good = encode({.scan_each = true});
  REQUIRE(decode<decoder>(good).outcome == decode_outcome::decoded);
  std::size_t last = crafted::find(good, "\xFF\xC4", crafted::find(good, "\xFF\xDA"));
  for (std::size_t next = last; next < good.size(); ++next) {
    if (good[next] == 0xFF && next + 1 < good.size() && good[next + 1] == 0xDA) {
      last = next;
    }
  }
  const decode_result out = decode<decoder>(crafted::cut(good, last) + eoi);
  CHECK(out.outcome == decode_outcome::rejected);
  CHECK(out.message.text() == "no scan contains component 3");
}

TEST_CASE("a JPEG that this library cannot read proves nothing", "[decode][jpeg]") {
  const auto outcome = [](const frame& f) { return decode<decoder>(crafted::jpeg::picture(f)); };
  CHECK(outcome({64, 64, 1, 8, 0xC3}).outcome == decode_outcome::unsupported);
  CHECK(message_contains(outcome({64, 64, 1, 8, 0xC5}), "Unsupported JPEG process: SOF type 0xc5"));
  CHECK(outcome({64, 64, 1, 12, 0xC1}).outcome == decode_outcome::unsupported);
  CHECK(message_contains(outcome({64, 64, 1, 12, 0xC1}), "12"));
  CHECK(outcome({64, 64, 1, 7, 0xC1}).outcome == decode_outcome::rejected);
  CHECK(outcome({64, 0}).outcome == decode_outcome::unsupported);
  CHECK(message_contains(outcome({64, 0}), "DNL"));
  CHECK(outcome({0, 64}).outcome == decode_outcome::rejected);
  CHECK(outcome({65535, 64}).outcome == decode_outcome::unsupported);

  bytes fractional = crafted::jpeg::sof({64, 64, 3});
  fractional[crafted::find(fractional, {"\x01\x11", 2}) + 1] = 0x31;
  fractional[crafted::find(fractional, {"\x02\x11", 2}) + 1] = 0x21;
  const bytes file =
      soi + crafted::jpeg::dqt + fractional + crafted::jpeg::dht + crafted::jpeg::scan({64, 64, 3}) + eoi;
  CHECK(decode<decoder>(file).message.text() == "Fractional sampling not implemented yet");
  CHECK(decode<decoder>(file).outcome == decode_outcome::unsupported);
}

TEST_CASE("the ceilings of a JPEG are named", "[decode][jpeg]") {
  SECTION("pixels") {
    const decode_result out = decode<decoder>(crafted::cut(crafted::jpeg::picture({65500, 8}), 200));
    CHECK(out.outcome == decode_outcome::rejected);
    bytes bomb = soi + crafted::jpeg::body({65500, 8}) + eoi;
    bomb[crafted::find(bomb, "\xFF\xC0") + 5] = 0xFF;
    const decode_result large = decode<decoder>(bomb);
    CHECK(large.outcome == decode_outcome::over_budget);
    CHECK(large.ceiling == preflight::ceiling::pixels);
    CHECK(large.message.text() == "the picture has too many pixels: 268,402,689 allowed, 4,276,364,000 found");
  }
  SECTION("scans") {
    CHECK(decode<decoder>(scans(100)).outcome == decode_outcome::decoded);
    const decode_result out = decode<decoder>(scans(1000));
    CHECK(out.outcome == decode_outcome::over_budget);
    CHECK(out.ceiling == preflight::ceiling::scans);
    CHECK(out.message.text() == "too many scans: 100 allowed, 101 found");
  }
  SECTION("memory, which only a picture in several scans takes") {
    budget ceilings;
    ceilings.memory = 1 << 20;
    const frame large{1600, 1600};
    CHECK(decode<decoder>(crafted::jpeg::picture(large), ceilings).outcome == decode_outcome::decoded);
    const decode_result out = decode<decoder>(scans(1, {1600, 1600, 1, 8, 0xC2}), ceilings);
    CHECK(out.outcome == decode_outcome::over_budget);
    CHECK(out.ceiling == preflight::ceiling::scans);
    CHECK(out.message.text() ==
          "the coefficients of a picture in several scans take too many bytes of memory: 1,048,576 allowed, 5,120,000 "
          "found");

    ceilings.memory = 5'120'000;  // without what libjpeg needs besides
    const decode_result just = decode<decoder>(scans(1, {1600, 1600, 1, 8, 0xC2}), ceilings);
    CHECK(just.outcome == decode_outcome::over_budget);
    CHECK(just.ceiling == preflight::ceiling::memory);
    CHECK(just.message.text() == "Backing store not supported: 5,120,000 bytes of memory allowed");

    ceilings.memory += 1 << 20;
    CHECK(decode<decoder>(scans(1, {1600, 1600, 1, 8, 0xC2}), ceilings).outcome == decode_outcome::decoded);
  }
}

TEST_CASE("a JPEG in one scan takes the memory of a few lines, in several that of its coefficients", "[decode][jpeg]") {
  const bytes single = crafted::jpeg::picture({16000, 8000, 3});
  CHECK(memory_growth<decoder>(single, {}, decode_outcome::decoded) < (4 << 20));
  const std::uint64_t several = memory_growth<decoder>(scans(3, {8000, 4000, 1, 8, 0xC2}), {}, decode_outcome::decoded);
  CHECK(several < 64'000'000 + (4 << 20));
  CHECK((several > 60'000'000 || !counts_memory));  // what is measured here can be measured so
}

TEST_CASE("decoding a JPEG keeps to its job", "[decode][jpeg]") {
  check_job_limits<decoder>(encode({}));
  check_byte_ceiling<decoder>(encode({}));
}

TEST_CASE("decoding a progressive JPEG keeps to its job", "[decode][jpeg]") {
  check_job_limits<decoder>(encode({.progressive = true}));
  check_byte_ceiling<decoder>(encode({.progressive = true}));
}

TEST_CASE("a damaged JPEG is always answered", "[decode][jpeg]") {
  check_damaged_copies<decoder>(encode({}), 400);
  check_damaged_copies<decoder>(encode({.colours = JCS_CMYK, .components = 4, .progressive = true}), 400);
  check_damaged_copies<decoder>(encode({.arithmetic = true, .restart_rows = 1}), 400);
}
