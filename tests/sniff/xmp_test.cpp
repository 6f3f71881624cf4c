#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <preflight/sniff/metadata/xmp.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/bytes.hpp"

namespace {

using crafted::bytes;

struct answer {
  preflight::location_source location;
  std::uint64_t offset;
};

/// What is found in a packet at `start`, shown windows of at most `window` bytes beyond what is asked for at least.
answer search(const bytes& file, std::uint64_t start, std::uint64_t length, std::size_t window) {
  const preflight::sniff_request e{.file_size = file.size()};
  preflight::detail::metadata::xmp packet;
  packet.begin(start, length);
  preflight::facts facts;
  preflight::byte_view shown;
  for (int steps = 0; steps < 100'000; ++steps) {
    const preflight::read_request next = packet.advance(shown, e, facts);
    if (next.is_done()) {
      return {facts.location, facts.location_offset};
    }
    const std::size_t size = window == 0 ? next.length : window;
    shown = preflight::byte_view{std::span{file}, 0}.part(next.offset, size);
  }
  FAIL("the search does not end");
  return {};
}

answer search(std::string_view packet) { return search(crafted::text(packet), 0, packet.size(), 0); }
bool located(std::string_view packet) { return search(packet).location == preflight::location_source::xmp; }

}  // namespace

TEST_CASE("a latitude is found as an attribute and as an element") {
  CHECK(located(R"(<a exif:GPSLatitude="52,31.2N"/>)"));
  CHECK(located(R"(<a exif:GPSLatitude='52,31.2N'/>)"));
  CHECK(located("<exif:GPSLatitude>52,31.2N</exif:GPSLatitude>"));
  CHECK(search(R"(<a exif:GPSLatitude="52,31.2N"/>)").offset == 8);
}

TEST_CASE("longitudes count as well, and what drones write") {
  CHECK(located(R"(<a exif:GPSLongitude="13,24.3E"/>)"));
  CHECK(located(R"(<a drone-dji:GpsLatitude="+52.520000"/>)"));
  CHECK(located(R"(<a drone-dji:GpsLongitude="-13.405000"/>)"));
  CHECK(located(R"(<a drone-dji:GpsLongtitude="13.405000"/>)"));
  CHECK(located("<drone-dji:GpsLatitude>-52.5</drone-dji:GpsLatitude>"));
  CHECK(located(R"(<a exif:GPSAltitude="34" exif:GPSLongitude="13"/>)"));
  CHECK_FALSE(located(R"(<a exif:GPSLongitudeRef="E" exif:GPSAltitude="34/1" exif:GPSStatus="A"/>)"));
  CHECK_FALSE(located(R"(<a drone-dji:GpsLatitude="+"/>)"));
  CHECK_FALSE(located(R"(<a drone-dji:GpsStatus="5"/>)"));
}

TEST_CASE("white space around the signs of XML does not hide a latitude") {
  CHECK(located(R"(<a exif:GPSLatitude = "52,31.2N"/>)"));
  CHECK(located("<a exif:GPSLatitude\t=\r\n  ' 52,31.2N'/>"));
  CHECK(located("<exif:GPSLatitude>\n      52,31.2N\n</exif:GPSLatitude>"));
  CHECK(located("<a GPSLatitude = \"1"));
  CHECK_FALSE(located("<a GPSLatitude = \""));
  CHECK_FALSE(located("<a GPSLatitude =  1"));
  CHECK_FALSE(located("</exif:GPSLatitude>\n<b/>"));
  CHECK_FALSE(located(R"(<a exif:GPSLatitude "5"/>)"));
}

TEST_CASE("a latitude without a number is none") {
  CHECK_FALSE(located(R"(<a exif:GPSLatitude=""/>)"));
  CHECK_FALSE(located("<exif:GPSLatitude></exif:GPSLatitude>"));
  CHECK_FALSE(located(R"(<a exif:GPSLatitudeRef="N"/>)"));
  CHECK_FALSE(located("GPSLatitude"));
  CHECK_FALSE(located(""));
}

TEST_CASE("the search goes on after an empty latitude") {
  CHECK(located(R"(<a exif:GPSLatitude=""/><b GPSLatitude="1"/>)"));
  CHECK(located(R"(GPSLatGPSLatitude="1")"));
}

TEST_CASE("what stands before or after the packet is not searched") {
  const bytes file = crafted::text(R"(GPSLatitude="1" nothing GPSLatitude="1")");
  CHECK(search(file, 15, 9, 0).location == preflight::location_source::none);
  CHECK(search(file, 15, 9 + 13, 0).location == preflight::location_source::none);
  CHECK(search(file, 15, 9 + 14, 0).location == preflight::location_source::xmp);
}

TEST_CASE("a hit across two windows is found") {
  const std::string property = R"(GPSLatitude="1")";
  for (std::size_t filler = 0; filler < 300; ++filler) {
    CAPTURE(filler);
    const bytes file = crafted::text(std::string(filler, 'G') + property + std::string(200, ' '));
    CHECK(search(file, 0, file.size(), 128).offset == filler);
  }
}

TEST_CASE("a packet larger than a window is searched to its end") {
  const bytes file = crafted::text(std::string(200'000, 'G').append(R"(<a GPSLatitude="1">)"));
  CHECK(search(file, 0, file.size(), 0).offset == 200'003);
}

TEST_CASE("a packet in UTF-16 or UTF-32 is searched as well") {
  const std::string packet = R"(<a exif:GPSLatitude = "52,31.2N"/>)";
  const auto widened = [&](std::string_view text, std::size_t before, std::size_t behind) {
    std::string out;
    for (const char c : text) {
      out.append(before, '\0').append(1, c).append(behind, '\0');
    }
    return out;
  };
  using widths = std::pair<std::size_t, std::size_t>;
  for (const auto& [before, behind] : {widths{0, 1}, widths{1, 0}, widths{0, 3}, widths{3, 0}}) {
    CAPTURE(before, behind);
    const std::size_t width = before + behind + 1;
    const std::string wide = widened(packet, before, behind);
    CHECK(search(wide).offset == 8 * width + before);
    for (std::size_t window = 1; window < 9; ++window) {
      CHECK(search(crafted::text(wide), 0, wide.size(), window).offset == 8 * width + before);
    }
    CHECK_FALSE(located(widened(R"(<a GPSLatitudeRef="5"/>)", before, 1)));
  }
}

TEST_CASE("a property is found wherever its packet is split") {
  const std::string property = R"(GPSLatitude = " +5")";
  for (std::size_t split = 0; split <= property.size(); ++split) {
    CAPTURE(split);
    const bytes file = crafted::text(property.substr(0, split) + "0123456789" + property.substr(split));
    const preflight::sniff_request e{.file_size = file.size()};
    const preflight::byte_view shown{std::span{file}, 0};
    preflight::facts facts;
    preflight::detail::metadata::xmp packet;
    packet.begin(0, split);
    CHECK(packet.advance(shown, e, facts).is_done());
    packet.go_on(split + 10, property.size() - split);
    CHECK(packet.advance(shown, e, facts).is_done());
    CHECK(facts.location == preflight::location_source::xmp);
    CHECK(facts.location_offset == (split == 0 ? 10U : 0U));

    preflight::facts others;
    packet.begin(0, split);
    (void)packet.advance(shown, e, others);
    packet.begin(split + 10, property.size() - split);
    (void)packet.advance(shown, e, others);
    CHECK((others.location != preflight::location_source::none) == (split == 0 || split >= property.size() - 1));
  }
}
