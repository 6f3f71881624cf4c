#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/sniff/probe.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/driving.hpp"
#include "sniff/crafted/exif.hpp"
#include "sniff/crafted/png.hpp"
#include "sniff/crafted/same_facts.hpp"

namespace {

using crafted::bytes;
using crafted::text;
using namespace crafted::png;
using preflight::depth;
using preflight::fault_kind;
using preflight::location_source;

/// The facts of a PNG with this chunk, the same through windows of exactly what is asked for.
preflight::facts facts_with(const bytes& chunk, const preflight::budget& ceilings = {}) {
  const bytes file = hollow({}, chunk);
  const preflight::facts whole = preflight::sniff(file, depth::structure, ceilings);
  if (ceilings.text_bytes == preflight::budget{}.text_bytes) {
    CHECK(crafted::same(whole, crafted::drive_exactly(file, depth::structure).facts));
  }
  CHECK_FALSE(whole.faults.has(fault_kind::malformed));
  CHECK_FALSE(whole.faults.has(fault_kind::ancillary_chunk));
  return whole;
}
location_source location_in(const bytes& chunk) { return facts_with(chunk).location; }

const bytes gps = crafted::exif::gps({52, 31, 12}, {13, 24, 18});
const bytes app1 = text("Exif").zeros(2).add(gps);
const std::string packet = R"(<x:xmpmeta><rdf:Description exif:GPSLatitude="52,31.2N"/></x:xmpmeta>)";

}  // namespace

TEST_CASE("a position is found in a profile, in text of every kind") {
  for (const std::string_view name : {"exif", "APP1"}) {
    const std::string keyword = std::string{"Raw profile type "}.append(name);
    for (const bytes& data : {app1, gps}) {
      const bytes profile = raw_profile(name, data);
      CHECK(location_in(plain_text(keyword, profile)) == location_source::exif);
      CHECK(location_in(compressed_text(keyword, profile)) == location_source::exif);
      CHECK(location_in(international_text(keyword, profile, false)) == location_source::exif);
      CHECK(location_in(international_text(keyword, profile, true)) == location_source::exif);
    }
  }
  const preflight::facts f = facts_with(compressed_text("Raw profile type exif", raw_profile("exif", app1)));
  CHECK(f.location_offset == 41);
  CHECK(facts_with(compressed_text("Raw profile type iptc", raw_profile("iptc", app1))).location ==
        location_source::none);
  const bytes file = hollow({}, compressed_text("Raw profile type exif", raw_profile("exif", app1)));
  CHECK(preflight::sniff(file, depth::header).location == location_source::none);
}

TEST_CASE("XMP is found in profiles, and in compressed text") {
  const bytes xmp_app1 = text("http://ns.adobe.com/xap/1.0/").zeros(1).text(packet);
  CHECK(location_in(compressed_text("Raw profile type APP1", raw_profile("APP1", xmp_app1))) == location_source::xmp);
  CHECK(location_in(plain_text("Raw profile type xmp", raw_profile("xmp", text(packet)))) == location_source::xmp);
  CHECK(location_in(international_text("XML:com.adobe.xmp", text(packet), true)) == location_source::xmp);
  CHECK(location_in(international_text("XML:com.adobe.xmp", text(packet), false)) == location_source::xmp);
  CHECK(location_in(compressed_text("XML:com.adobe.xmp", text(packet))) == location_source::xmp);
  CHECK(location_in(plain_text("XML:com.adobe.xmp", text(packet))) == location_source::xmp);
  CHECK(location_in(plain_text("Comment", text(packet))) == location_source::none);
}

TEST_CASE("a position is found wherever it stands in a compressed packet") {
  for (std::size_t before = 380; before < 530; ++before) {
    const std::string padded = std::string(before, ' ') + packet;
    CAPTURE(before);
    CHECK(location_in(international_text("XML:com.adobe.xmp", text(padded), true)) == location_source::xmp);
    const std::string end = padded.substr(0, padded.find('5') + 1);
    CHECK(location_in(international_text("XML:com.adobe.xmp", text(end), true)) == location_source::xmp);
  }
  const std::string far = std::string(300'000, '\n') + packet;
  CHECK(location_in(compressed_text("XML:com.adobe.xmp", text(far))) == location_source::xmp);
}

TEST_CASE("a GPS directory is found before and after what points to it, and far away") {
  using namespace crafted::exif;
  const auto directory = [](std::uint32_t at, const bytes& padding) {
    tiff t{order::big, at == 8 ? 100U : 8U};
    const auto pointer = [&] { t.u16(1).entry(tag_gps_ifd, type_long, 1, at).u32(0); };
    const auto gps_directory = [&] {
      t.u16(2).u16(2).u16(type_rational).u32(1).u32(42).u16(4).u16(type_rational).u32(1).u32(42).u32(0);
      t.u32(0).u32(13).u32(1);
    };
    if (at == 8) {
      gps_directory();
      t.add(crafted::zeros(100 - t.size()));
      pointer();
    } else {
      pointer();
      t.add(crafted::zeros(42 - t.size())).u32(13).u32(1).add(padding);
      t.add(crafted::zeros(at - t.size()));
      gps_directory();
    }
    return t.all();
  };
  for (const bytes& data : {directory(8, {}), directory(100, {}), directory(40'000, {})}) {
    CHECK(location_in(compressed_text("Raw profile type exif", raw_profile("exif", data))) == location_source::exif);
  }
}

TEST_CASE("orientation is found in a profile") {
  const bytes turned = raw_profile("exif", text("Exif").zeros(2).add(crafted::exif::orientation(6)));
  const preflight::facts f = facts_with(compressed_text("Raw profile type exif", turned));
  CHECK(f.orientation == 6);
  CHECK(f.orientation_offset == 41);
  CHECK(f.location == location_source::none);
}

TEST_CASE("a position as text has a keyword of its own") {
  CHECK(location_in(plain_text("exif:GPSLatitude", text("52/1, 31/1, 0/1"))) == location_source::exif);
  CHECK(location_in(compressed_text("exif:GPSLatitude", text("52/1, 31/1, 0/1"))) == location_source::exif);
  CHECK(location_in(plain_text("exif:GPSLatitude", {})) == location_source::none);
  CHECK(location_in(plain_text("exif:GPSLatitudeRef", text("N 5"))) == location_source::none);
}

TEST_CASE("a profile that is cut, empty or no profile has no position, and is no fault") {
  const std::string keyword = "Raw profile type exif";
  const bytes whole = raw_profile("exif", app1);
  CHECK(location_in(plain_text(keyword, {})) == location_source::none);
  CHECK(location_in(plain_text(keyword, text("no profile"))) == location_source::none);
  CHECK(location_in(plain_text(keyword, text("\nexif\nmany\n4578"))) == location_source::none);
  CHECK(location_in(plain_text(keyword, text("\nexif\n99999999999999999999\n4578"))) == location_source::none);
  CHECK(location_in(chunk("zTXt", text(keyword).zeros(2).add(whole))) == location_source::none);
  CHECK(location_in(chunk("zTXt", text(keyword).zeros(2))) == location_source::none);
  for (std::size_t size = 0; size < whole.size(); size += 5) {
    static_cast<void>(facts_with(plain_text(keyword, crafted::cut(whole, size))));
    static_cast<void>(facts_with(compressed_text(keyword, crafted::cut(whole, size))));
  }
}

TEST_CASE("text is unpacked up to a ceiling for all of a file") {
  const std::string keyword = "XML:com.adobe.xmp";
  const bytes bomb = chunk("zTXt", text(keyword).zeros(2).add(deflated_zeros(50'000'000)));
  CHECK(preflight::sniff(hollow({}, bomb)).faults.has(fault_kind::over_budget));
  preflight::budget tight;
  tight.text_bytes = static_cast<std::uint32_t>(packet.size());
  const bytes one = compressed_text(keyword, text("<a/>") + crafted::zeros(packet.size() - 4));
  CHECK_FALSE(facts_with(one, tight).faults.has(fault_kind::over_budget));
  CHECK(facts_with(one + compressed_text(keyword, text("<")), tight).faults.has(fault_kind::over_budget));
}
