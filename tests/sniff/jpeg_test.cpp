#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <preflight/sniff/probe.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/driving.hpp"
#include "sniff/crafted/jpeg.hpp"
#include "sniff/crafted/same_facts.hpp"

using preflight::depth;
using preflight::extent;
using preflight::fault_kind;
using preflight::format;

namespace {

// A grey picture of 8x8 pixels: SOI, DQT, SOF0, SOS, one byte of data, EOI; without Huffman tables, as Motion JPEG.
constexpr auto embedded = [] {
  constexpr std::array<unsigned char, 5> before{0xFF, 0xDB, 0, 67, 0};
  constexpr std::array<unsigned char, 26> behind{0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8,  1, 1,    0x11, 0,
                                                 0xFF, 0xDA, 0, 8,  1, 1, 0, 0, 63, 0, 0x3F, 0xFF, 0xD9};
  std::array<unsigned char, 2 + before.size() + 64 + behind.size()> made{0xFF, 0xD8};
  for (std::size_t i = 2; i < made.size(); ++i) {
    made[i] = i < 7 ? before[i - 2] : i < 71 ? 1 : behind[i - 71];
  }
  return made;
}();
constexpr preflight::facts at_compile_time = preflight::sniff(embedded);
static_assert(at_compile_time.format == format::jpeg);
static_assert(at_compile_time.coded == extent{8, 8});
static_assert(at_compile_time.jpeg_process == 0xC0 && at_compile_time.bit_depth == 8 && at_compile_time.channels == 1);
static_assert(at_compile_time.end == embedded.size());
static_assert(!at_compile_time.faults.has(fault_kind::malformed) && !at_compile_time.faults.has(fault_kind::truncated));

using crafted::bytes;
using crafted::jpeg::eoi;
using crafted::jpeg::segment;
using crafted::jpeg::sof;
using crafted::jpeg::soi;

const crafted::jpeg::frame vga{640, 480};

// After the frame header, so that what stands in front of it keeps its place.
const bytes tables = crafted::jpeg::dqt + crafted::jpeg::dht;

bytes tail() { return tables + crafted::jpeg::scan(vga) + eoi; }
bytes jpeg_with(const bytes& before_the_frame) { return soi + before_the_frame + sof(vga) + tail(); }

bool sound(const preflight::facts& f) {
  return !f.faults.has(fault_kind::malformed) && !f.faults.has(fault_kind::truncated) &&
         !f.faults.has(fault_kind::over_budget) && !f.faults.has(fault_kind::no_dimensions);
}

/// The first fault of a kind; one without text where there is none.
preflight::fault first(fault_kind kind, const preflight::facts& f) {
  const preflight::fault* const fault = f.faults.first(kind);
  return fault == nullptr ? preflight::fault{} : *fault;
}
preflight::fault malformed(const preflight::facts& f) { return first(fault_kind::malformed, f); }

bool independent_of_windows(std::span<const unsigned char> file) {
  bool same = true;
  for (const depth level : {depth::header, depth::structure}) {
    same = same && crafted::same(preflight::sniff(file, level), crafted::drive_exactly(file, level).facts);
  }
  return same;
}

}  // namespace

TEST_CASE("the start of image marker claims a JPEG, whatever follows") {
  CHECK(preflight::sniff(bytes{0xFF, 0xD8, 0, 0}).format == format::jpeg);
  CHECK(preflight::sniff(bytes{0xFF, 0xD9}).format != format::jpeg);
}

TEST_CASE("every frame header but DHT, JPG and DAC gives the size and names its process") {
  for (unsigned process = 0xC0; process <= 0xCF; ++process) {
    const crafted::jpeg::frame f{640, 480, 3, 8, static_cast<std::uint8_t>(process)};
    const preflight::facts facts = preflight::sniff(soi + tables + sof(f) + crafted::jpeg::sos(f) + eoi);
    CAPTURE(process);
    if (process == 0xC4 || process == 0xC8 || process == 0xCC) {
      CHECK(facts.coded == extent{});
      CHECK(facts.faults.has(fault_kind::malformed));
    } else {
      CHECK(facts.coded == extent{640, 480});
      CHECK(facts.jpeg_process == process);
      CHECK(facts.channels == 3);
      CHECK(sound(facts));
    }
  }
}

TEST_CASE("the sample precision must be one that the process allows") {
  const auto sniff_jpeg = [](std::uint8_t precision, std::uint8_t process) {
    return preflight::sniff(soi + sof({640, 480, 1, precision, process}) + tail());
  };
  CHECK(sound(sniff_jpeg(12, 0xC1)));
  CHECK(sound(sniff_jpeg(2, 0xC3)));
  CHECK(sound(sniff_jpeg(16, 0xC3)));
  CHECK(sniff_jpeg(12, 0xC1).bit_depth == 12);
  CHECK(sniff_jpeg(12, 0xC0).faults.has(fault_kind::malformed));
  CHECK(sniff_jpeg(9, 0xC2).faults.has(fault_kind::malformed));
  CHECK(sniff_jpeg(17, 0xC3).faults.has(fault_kind::malformed));
}

TEST_CASE("a size of zero is reported where it stands") {
  const preflight::facts narrow = preflight::sniff(soi + sof({0, 480}) + tail());
  REQUIRE(narrow.faults.has(fault_kind::no_dimensions));
  CHECK(malformed(narrow).offset == 9);
  CHECK(malformed(narrow).clause == "T.81 B.2.2");
}

TEST_CASE("a height of zero stands after the first scan, or nowhere; either way it is no size") {
  const bytes start = soi + sof({640, 0}) + tables + crafted::jpeg::scan(vga);
  const bytes lines = segment(0xDC, bytes{}.u16(480));

  const preflight::facts late = preflight::sniff(start + lines + eoi);
  CHECK(late.coded == extent{640, 0});
  CHECK(late.height_after_scan == 480U);
  CHECK(late.faults.has(fault_kind::no_dimensions));
  CHECK_FALSE(late.faults.has(fault_kind::malformed));
  CHECK_FALSE(preflight::sniff(start + lines + eoi, depth::header).height_after_scan);

  const preflight::facts never = preflight::sniff(start + eoi);
  CHECK_FALSE(never.height_after_scan);
  CHECK(never.faults.has(fault_kind::no_dimensions));
  CHECK_FALSE(never.faults.has(fault_kind::malformed));
  CHECK(preflight::sniff(start + segment(0xDC, bytes{}.u16(0)) + eoi).faults.has(fault_kind::malformed));
}

TEST_CASE("a number of lines does not replace a height that the frame header gives") {
  const preflight::facts facts =
      preflight::sniff(soi + sof(vga) + tables + crafted::jpeg::scan(vga) + segment(0xDC, bytes{}.u16(100)) + eoi);
  CHECK(facts.coded == extent{640, 480});
  CHECK_FALSE(facts.height_after_scan);
  CHECK(sound(facts));
}

TEST_CASE("fill bytes, restart markers and TEM may stand before a marker") {
  CHECK(sound(preflight::sniff(jpeg_with(bytes{}.repeat(1000, 0xFF)))));
  CHECK(sound(preflight::sniff(jpeg_with({0xFF, 0xD3, 0xFF, 0x01}))));
}

TEST_CASE("stray bytes between segments are skipped as libjpeg skips them, up to the ceiling") {
  CHECK(sound(preflight::sniff(jpeg_with({1, 2, 3}))));
  CHECK(sound(preflight::sniff(jpeg_with({0xFF, 0x00}))));
  CHECK(sound(preflight::sniff(jpeg_with(crafted::zeros(65'536)))));

  const preflight::facts count_step = preflight::sniff(jpeg_with(crafted::jpeg::jfif + crafted::zeros(65'537)));
  CHECK(malformed(count_step).offset == 20);
  CHECK(malformed(count_step).actual == 65'537);
  CHECK(count_step.coded == extent{});
}

TEST_CASE("stray bytes count together wherever they stand") {
  preflight::budget tight;
  tight.non_marker_bytes = 5;
  const bytes both = crafted::zeros(3) + crafted::jpeg::jfif + crafted::zeros(3);
  CHECK(malformed(preflight::sniff(jpeg_with(both), depth::structure, tight)).offset == 2);
  tight.non_marker_bytes = 6;
  CHECK(sound(preflight::sniff(jpeg_with(both), depth::structure, tight)));
}

TEST_CASE("fill bytes are legal, so too many of them are a matter of budget") {
  const preflight::facts facts = preflight::sniff(jpeg_with(bytes{}.repeat(65'600, 0xFF)));
  CHECK(facts.faults.has(fault_kind::over_budget));
  CHECK_FALSE(facts.faults.has(fault_kind::malformed));
}

TEST_CASE("megabytes of garbage cost no more reading than the ceiling") {
  const bytes file = soi + crafted::zeros(4'000'000);
  preflight::memory_source source{file};
  const auto probed = preflight::probe(source);
  REQUIRE(probed);
  CHECK(probed->file.faults.has(fault_kind::malformed));
  CHECK(probed->bytes_read <= 65'536 + 16);
}

TEST_CASE("segments are counted, and too many are a matter of budget") {
  preflight::budget tight;
  tight.segments = 3;  // JFIF, SOF, SOS
  CHECK(sound(preflight::sniff(jpeg_with(crafted::jpeg::jfif), depth::header, tight)));
  const bytes two = crafted::jpeg::jfif + bytes{0xFF, 0xD0} + crafted::jpeg::jfif;
  CHECK(preflight::sniff(jpeg_with(two), depth::header, tight).faults.has(fault_kind::over_budget));
}

TEST_CASE("a segment that does not even count its own length is malformed, and passed where libjpeg passes it") {
  for (const unsigned char length : bytes{0, 1}) {
    const preflight::facts comment = preflight::sniff(jpeg_with({0xFF, 0xFE, 0, length}));
    CHECK(malformed(comment).offset == 4);
    CHECK(malformed(comment).actual == length);
    CHECK(comment.coded == extent{640, 480});
    CHECK(preflight::sniff(jpeg_with({0xFF, 0xDB, 0, length})).coded == extent{});
  }
}

TEST_CASE("the frame header is as long as its components demand") {
  const bytes longer = crafted::replaced(jpeg_with({}), {0xFF, 0xC0, 0, 11}, {0xFF, 0xC0, 0, 12});
  CHECK(malformed(preflight::sniff(longer)).expected == 11);
  CHECK(preflight::sniff(jpeg_with({0xFF, 0xC1, 0, 2})).faults.has(fault_kind::malformed));
  CHECK(preflight::sniff(soi + segment(0xC0, {8, 1, 0xE0, 2, 0x80, 0}) + tail()).faults.has(fault_kind::malformed));
}

TEST_CASE("the first of two frame headers is kept, and the second is malformed") {
  const preflight::facts facts = preflight::sniff(soi + sof(vga) + sof({4000, 3000}) + tail());
  CHECK(facts.coded == extent{640, 480});
  CHECK(malformed(facts).offset == 2 + sof(vga).size());
}

TEST_CASE("a hierarchical picture has many frames and one size, which stands in its DHP segment") {
  const bytes dhp = segment(0xDE, {8, 1, 0xE0, 2, 0x80, 1, 1, 0x11, 0});
  const bytes first = sof({320, 240}) + crafted::jpeg::scan({320, 240});
  const bytes second = sof({640, 480, 1, 8, 0xC5}) + crafted::jpeg::scan(vga);
  const preflight::facts facts = preflight::sniff(soi + dhp + first + second + eoi);
  CHECK(facts.coded == extent{640, 480});
  CHECK(facts.jpeg_process == 0xDE);
  CHECK(sound(facts));
}

TEST_CASE("scans stand after a frame header and describe one to four components") {
  CHECK(preflight::sniff(soi + tail()).faults.has(fault_kind::malformed));
  for (const unsigned char components : bytes{0, 5}) {
    bytes data{components};
    const bytes header = segment(0xDA, data.zeros(2U * components + 3U));
    CHECK(malformed(preflight::sniff(soi + sof(vga) + header + eoi)).clause == "T.81 B.2.3");
  }
  CHECK(preflight::sniff(soi + sof(vga) + bytes{0xFF, 0xDA, 0, 9, 1, 1, 0, 0, 63, 0, 0} + eoi)
            .faults.has(fault_kind::malformed));
}

TEST_CASE("entropy-coded data ends at the first marker that is neither a restart nor stuffing") {
  const bytes data{0xFF, 0x00, 0xFF, 0xD0, 1, 2, 0xFF, 0xFF, 0xFF, 0x00, 3, 0xFF, 0xFF, 0xD7};
  const bytes scan = crafted::jpeg::sos(vga) + data;
  const bytes file = soi + sof(vga) + tables + scan + crafted::jpeg::dht + scan + scan + bytes{0xFF, 0xFF} + eoi;
  const preflight::facts facts = preflight::sniff(file + crafted::text("behind"));
  CHECK(sound(facts));
  CHECK(facts.end == file.size());
  CHECK(facts.trailing_format == format::text);
}

TEST_CASE("the end of entropy-coded data is found at any distance and between any bytes") {
  const bytes before = soi + sof(vga) + tables + crafted::jpeg::scan(vga);
  for (const bytes& noise : {bytes{0x12}, bytes{1, 0xFF, 0}, bytes{0xFF, 0xD3}, bytes{0xFE, 0, 0xFF, 0}}) {
    for (std::size_t length = 0; length < 150; ++length) {
      bytes data;
      while (data.size() + noise.size() <= length) {
        data.add(noise);
      }
      const bytes file = before + data + eoi;
      CAPTURE(noise.size(), length);
      CHECK(preflight::sniff(file).end == file.size());
      CHECK(sound(preflight::sniff(file)));
    }
  }
}

TEST_CASE("a picture without a frame or without a scan is malformed") {
  CHECK(malformed(preflight::sniff(soi + eoi)).what == "there is no frame header (SOF)");
  CHECK(malformed(preflight::sniff(soi + crafted::jpeg::dqt + sof(vga) + eoi)).what == "there is no scan (SOS)");
}

TEST_CASE("markers that no decoder goes past are malformed") {
  CHECK(malformed(preflight::sniff(soi + soi + sof(vga) + tail())).offset == 2);
  CHECK(preflight::sniff(jpeg_with(segment(0x42, {}))).faults.has(fault_kind::malformed));
  const std::string_view jpeg_ls = malformed(preflight::sniff(soi + segment(0xF7, crafted::zeros(9)))).what;
  CHECK(jpeg_ls.find("JPEG-LS") != std::string_view::npos);
}

TEST_CASE("a JPEG that ends early says what it did not reach") {
  const auto missing = [](const bytes& file) { return first(fault_kind::truncated, preflight::sniff(file)).what; };
  const bytes whole = jpeg_with(crafted::jpeg::jfif);
  CHECK(missing(soi) == "the file ends before the frame header (SOF)");
  CHECK(missing(crafted::cut(whole, 10)) == "a marker segment reaches past the end of the file");
  CHECK(missing(soi + sof(vga)) == "the file ends before the first scan (SOS)");
  CHECK(missing(crafted::cut(whole, whole.size() - 1)) == "the file ends before the EOI marker");
  CHECK(missing(crafted::cut(whole, whole.size() - 9)) == "the file ends before the EOI marker");
}

TEST_CASE("depth header ends at the frame header and reads little however far it stands") {
  CHECK(sound(preflight::sniff(soi + sof(vga), depth::header)));
  bytes profile;
  for (std::uint8_t part = 1; part <= 16; ++part) {
    profile.add(crafted::jpeg::app2_icc(part, 16, crafted::jpeg::largest_icc_part));
  }
  const bytes file = jpeg_with(profile);
  preflight::memory_source source{file};
  const auto probed = preflight::probe(source, depth::header);
  REQUIRE(probed);
  CHECK(probed->file.coded == extent{640, 480});
  CHECK(probed->bytes_read <= 4096 + 16 * 256);
}

TEST_CASE("windows of exactly what is needed lead to the same answer as the whole JPEG") {
  CHECK(independent_of_windows(embedded));
  CHECK(
      independent_of_windows(jpeg_with(bytes{1, 2, 3, 0xFF, 0xFF} + crafted::jpeg::jfif + bytes{0xFF, 0, 0xFF, 0xD0})));
  CHECK(independent_of_windows(jpeg_with(crafted::jpeg::jfif + crafted::zeros(65'537))));
  CHECK(independent_of_windows(jpeg_with(bytes{}.repeat(65'600, 0xFF))));
  bytes noise = soi + sof({4000, 3000}) + crafted::jpeg::sos(vga);
  std::uint32_t state = 1;
  for (int i = 0; i < 200'000; ++i) {
    state = state * 1'664'525U + 1'013'904'223U;
    const std::uint32_t byte = state >> 24;
    noise.u8(byte);
    if (byte == 0xFF) {
      noise.u8((state & 0x100) == 0 ? 0 : 0xD0 + (state >> 9) % 8);
    }
  }
  CHECK(independent_of_windows(noise + eoi));
}

TEST_CASE("a number of lines counts after the first scan, not in front of it") {
  const crafted::jpeg::frame no_height{640, 0};
  const bytes lines = segment(0xDC, bytes{}.u16(480));
  const bytes scan = crafted::jpeg::scan(no_height);
  CHECK(preflight::sniff(soi + sof(no_height) + scan + lines + eoi).height_after_scan == 480U);
  CHECK_FALSE(preflight::sniff(soi + sof(no_height) + lines + scan + eoi).height_after_scan);
}

TEST_CASE("only the first DNL segment after the first scan gives the number of lines") {
  const crafted::bytes file{0xFF, 0xD8, 0xFF, 0xC0, 0,    11,   8, 0, 0, 0,    8,    1,   1,    0x11,
                            0,    0xFF, 0xDA, 0,    8,    1,    1, 0, 0, 0x3F, 0,    0,   0xFF, 0xDC,
                            0,    4,    0,    16,   0xFF, 0xDC, 0, 4, 0, 32,   0xFF, 0xD9};
  CHECK(preflight::sniff(file).height_after_scan == 16U);
}
