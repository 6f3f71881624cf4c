#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <preflight/sniff/probe.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/bytes.hpp"

using preflight::format;

namespace {

using crafted::bytes;
using crafted::text;

constexpr std::string_view pointer =
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n"
    "size 20971520\n";
constexpr auto pointer_bytes = [] {
  std::array<unsigned char, pointer.size()> all{};
  std::copy(pointer.begin(), pointer.end(), all.begin());
  return all;
}();
constexpr preflight::facts at_compile_time = preflight::sniff(pointer_bytes);
static_assert(at_compile_time.format == format::git_lfs_pointer);
static_assert(at_compile_time.pointed_size == 20'971'520);

struct tiff_entry {
  std::uint16_t tag;
  std::uint16_t type;
  std::uint32_t value;
};

/// A little-endian TIFF of one directory; a Make (010F) points to `make` after it.
bytes tiff(std::initializer_list<tiff_entry> entries, std::string_view make = {}) {
  bytes out = text("II").u16le(42).u32le(8).u16le(entries.size());
  for (const tiff_entry& entry : entries) {
    const std::uint64_t behind = 10 + 12 * entries.size() + 4;
    out.u16le(entry.tag).u16le(entry.type).u32le(1).u32le(entry.tag == 0x010F ? behind : entry.value);
  }
  return out.u32le(0).text(make).zeros(8);
}

format claim(const bytes& head) { return preflight::detail::sniffers::lookalikes::claim(preflight::byte_view{head}); }
format claim(std::string_view head) { return claim(text(head)); }

bytes packets(int count, std::size_t size, std::size_t time_stamp) {
  bytes all;
  for (int i = 0; i < count; ++i) {
    all.zeros(time_stamp).add({0x47, 0x40, 0, 0x10}).repeat(size - time_stamp - 4, 0xFF);
  }
  return all;
}

bytes ebml(const bytes& doc_type) {
  const bytes version{0x42, 0x86, 0x81, 1};
  const bytes element = bytes{0x42, 0x82}.add(doc_type);
  return bytes{0x1A, 0x45, 0xDF, 0xA3}.u8(0x80 | (version.size() + element.size())).add(version).add(element).zeros(20);
}

bytes bmp(std::uint32_t second_header) {
  return text("BM").u32le(58).u32le(0).u32le(54).u32le(second_header).zeros(second_header);
}

bytes icon(unsigned type, unsigned count, std::uint32_t offset) {
  return bytes{}.u16le(0).u16le(type).u16le(count).add({16, 16, 0, 0, 1, 0, 32, 0}).u32le(40).u32le(offset).zeros(40);
}

bytes utf_16(std::u16string_view characters, bool big) {
  bytes all;
  for (const char16_t c : characters) {
    big ? all.u16(c) : all.u16le(c);
  }
  return all;
}

/// One head of each format, the way its writers write it.
std::vector<std::pair<bytes, format>> samples() {
  return {
      {text("RIFF").u32le(30).text("WEBPVP8X"), format::webp},
      {text("RIFF").u32le(100).text("AVI LIST"), format::avi},
      {text("RIFF").u32le(36).text("WAVEfmt "), format::wav},
      {text("RF64").u32le(0xFFFFFFFF).text("WAVEds64"), format::wav},
      // Codestreams of cjxl 0.7: 1920x1080, 64x64 with alpha, grey, lossless, 10 frames, 1000 nits; 4096x1; 1x16777216.
      {bytes{0xFF, 0x0A, 0xBA, 0x21, 0x1D, 0x00, 0x12, 0x88, 0x02, 0x00, 0x1C, 0x03}, format::jxl},
      {bytes{0xFF, 0x0A, 0x4F, 0xC0, 0x4E, 0x00, 0x48, 0x80, 0x28, 0x00, 0x64, 0x02}, format::jxl},
      {bytes{0xFF, 0x0A, 0xDF, 0x41, 0x52, 0xDC, 0x08, 0x00, 0x12, 0x88, 0x02, 0x00}, format::jxl},
      {bytes{0xFF, 0x0A, 0x38, 0x5B, 0x10, 0x09, 0x08, 0x02, 0x01, 0x00, 0x60, 0x00}, format::jxl},
      {bytes{0xFF, 0x0A, 0xDD, 0xE0, 0x40, 0x15, 0x8C, 0x50, 0x5C, 0x12, 0x08, 0x08}, format::jxl},
      {bytes{0xFF, 0x0A, 0xFB, 0x04, 0x90, 0x50, 0x5C, 0x40, 0x8F, 0x01, 0x00, 0x00}, format::jxl},
      {bytes{0xFF, 0x0A, 0x00, 0x80, 0xFE, 0xDF, 0x00, 0x11, 0x08, 0x00, 0xC0, 0x40}, format::jxl},
      {bytes{0xFF, 0x0A, 0xFE, 0xFF, 0xFF, 0x07, 0x00, 0x80, 0x01, 0x00, 0x11, 0x08}, format::jxl},
      {bytes{0, 0, 0, 12}.text("JXL \r\n\x87\n"), format::jxl},
      {bytes{0, 0, 0, 12}.text("jP  \r\n\x87\n"), format::jp2},
      {bytes{0xFF, 0x4F, 0xFF, 0x51, 0, 41}, format::jp2},
      {bmp(40), format::bmp},
      {bmp(12), format::bmp},
      {bmp(124), format::bmp},
      {text("II*").u8(0).u32le(8), format::tiff},
      {text("MM").u16(42).u32(8), format::tiff},
      {text("II").u16le(43).u16le(8).u16le(0).u64le(16), format::tiff},
      {text("MM").u16(43).u16(8).u16(0).u64(16), format::tiff},
      {icon(1, 1, 22), format::ico},
      {icon(2, 1, 22), format::ico},
      {text("icns").u32(64).text("ic07").u32(0), format::icns},
      {text("8BPS").u16(1).zeros(6), format::psd},
      {text("8BPS").u16(2).zeros(6), format::psd},
      {text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), format::svg},
      {text("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- drawn -->\r\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\">"),
       format::svg},
      {text("<?xml version=\"1.0\"?><!DOCTYPE other><svg:svg xmlns:svg=\"\">"), format::svg},
      {text("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"), format::pdf},
      {text("\xEF\xBB\xBF\r\n %PDF-1.4\n"), format::pdf},
      {ebml(bytes{0x84}.text("webm")), format::webm},
      {ebml(bytes{0x40, 0x04}.text("webm")), format::webm},
      {ebml(bytes{0x01, 0, 0, 0, 0, 0, 0, 4}.text("webm")), format::webm},
      {ebml(bytes{0x88}.text("matroska")), format::mkv},
      {text("FLV").add({1, 5, 0, 0, 0, 9}), format::flv},
      {bytes{0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C}.zeros(8),
       format::wmv},
      {packets(3, 188, 0), format::mpeg_ts},
      {packets(3, 192, 4), format::mpeg_ts},
      {bytes{0, 0, 1, 0xBA, 0x44, 0, 4, 0, 4, 1, 0, 0, 3, 0xF8}, format::mpeg_ps},
      {bytes{0, 0, 1, 0xB3, 0x16, 0, 0xF0, 0x13}, format::mpeg_ps},
      {text("ID3").add({4, 0, 0, 0, 0, 0x10, 0}), format::mp3},
      {bytes{0xFF, 0xFB, 0x90, 0x64}.zeros(413).add({0xFF, 0xFB, 0x90, 0x64}), format::mp3},
      {bytes{0xFF, 0xF3, 0x82, 0xC4}.zeros(205).add({0xFF, 0xF3, 0x80, 0xC4}), format::mp3},
      {text("PK\x03\x04").zeros(26), format::zip},
      {text("PK\x05\x06").zeros(18), format::zip},
      {text("<!DOCTYPE html>\n<html>"), format::html},
      {text("\xEF\xBB\xBF\n<!-- saved -->\n<HTML lang=\"en\">"), format::html},
      {text("<!doctype\n HTML PUBLIC"), format::html},
      {text("<head><title>404"), format::html},
      {text("#EXTM3U\nhttp://example.org/x.ts\n"), format::text},
      {text("<?xml version=\"1.0\"?>\n<MPD></MPD>"), format::xml},
      {text("<Error><Code>NoSuchKey</Code></Error>"), format::xml},
      {text("{\"error\": {\"code\": 404}}"), format::json},
      {text("\xEF\xBB\xBF [ { } ]"), format::json},
      {text("[\"a\\\"b\", 1]"), format::json},
      {text("iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"), format::base64},
      {text("data:image/gif;base64,R0lGODlhAQABAIAA"), format::base64},
      {text("AAAAGGZ0eXBtcDQyAAAAAG1w\r\nNDJpc29t"), format::base64},
      {tiff({{0xC612, 1, 0x01040000}}), format::dng},
      {tiff({{0x00FE, 4, 1}, {0x010F, 2, 0}, {0x014A, 4, 200}}, "NIKON CORPORATION"), format::nef},
      {tiff({{0x00FE, 4, 1}, {0x010F, 2, 0}, {0x014A, 4, 200}}, "SONY"), format::arw},
      {tiff({{0x00FE, 4, 1}, {0x010F, 2, 0}, {0x014A, 4, 200}}, "SAMSUNG"), format::raw},
      {tiff({{0x0103, 3, 0xFFFF}, {0x010F, 2, 0}}, "PENTAX"), format::pef},
      {tiff({{0x00FE, 4, 0}, {0x010F, 2, 0}, {0x014A, 4, 200}}, "NIKON CORPORATION"), format::tiff},
      {text("II").u16le(42).u32le(16).text("CR").add({2, 0}).zeros(8), format::cr2},
      {text("FUJIFILMCCD-RAW 0201"), format::raf},
      {text("IIRO").add({8, 0, 0, 0}), format::orf},
      {text("IIU").add({0, 0x18, 0, 0, 0}), format::rw2},
      {text("FOVb").add({0, 0, 3, 0}), format::raw},
      {text("OggS").add({0, 2}).zeros(20), format::ogg},
      {text("fLaC").add({0, 0, 0, 0x22}), format::flac},
      {bytes{0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3}, format::gzip},
      {text("BZh9").add({0x31, 0x41, 0x59, 0x26, 0x53, 0x59}), format::bzip2},
      {bytes{0xFD}.text("7zXZ").add({0, 0, 4}), format::xz},
      {bytes{0x28, 0xB5, 0x2F, 0xFD, 0x24}, format::zstd},
      {text("7z").add({0xBC, 0xAF, 0x27, 0x1C, 0, 4}), format::seven_zip},
      {text("Rar!").add({0x1A, 7, 0}), format::rar},
      {text("a.png").zeros(252).text("ustar").zeros(250), format::tar},
      {utf_16(u"\uFEFFname;size\r\n", false), format::text},
      {utf_16(u"\uFEFFname;size\r\n", true), format::text},
      {text(pointer), format::git_lfs_pointer},
      {bytes{0, 5, 0x16, 7, 0, 2, 0, 0}.text("Mac OS X        "), format::apple_double},
      {bytes{0, 5, 0x16, 0, 0, 2, 0, 0}.zeros(16), format::apple_double},
  };
}

}  // namespace

TEST_CASE("every look-alike is named, and by one sniffer only") {
  for (const auto& [head, expected] : samples()) {
    CAPTURE(std::string(head.begin(), head.end()));
    CHECK(preflight::name_of(claim(head)) == preflight::name_of(expected));
    CHECK(preflight::all_sniffers::claims(preflight::byte_view{head}) == 1);
    CHECK(preflight::sniff(head).format == expected);
  }
}

TEST_CASE("every format in the list has a sample") {
  const auto all = samples();
  for (const format listed : preflight::detail::sniffers::lookalikes::formats) {
    CAPTURE(preflight::name_of(listed));
    CHECK(std::any_of(all.begin(), all.end(), [&](const auto& sample) { return sample.second == listed; }));
  }
}

TEST_CASE("a head may stand anywhere in a file") {
  for (const auto& [head, expected] : samples()) {
    CHECK(preflight::detail::sniffers::lookalikes::claim(preflight::byte_view{head, 1'000'000}) == expected);
  }
}

TEST_CASE("what only begins like another format is not taken for it") {
  CHECK(claim("RIFF1234") == format::text);
  CHECK(claim(text("RIFF").u32le(30).text("CDDA")) == format::unknown);
  CHECK(claim("BMW is a car, and this is a text about cars") == format::text);
  CHECK(claim(bmp(41)) == format::unknown);
  CHECK(claim("icns are icons") == format::text);
  CHECK(claim("ID3 is a tag") == format::text);
  CHECK(claim("8BPS") == format::text);
  CHECK(claim("The file begins with %PDF-1.7") == format::text);
  CHECK(claim("I like <svg> and <html>") == format::text);
  CHECK(claim("<svgfont>") == format::text);
  CHECK(claim("<header>") == format::text);
  CHECK(claim("<!-- <html> -->") == format::text);
  CHECK(claim("<!-- never closed <html>") == format::text);
  CHECK(claim(icon(1, 0, 22)) == format::unknown);
  CHECK(claim(icon(1, 1, 21)) == format::unknown);
  CHECK(claim(icon(3, 1, 22)) == format::unknown);
  CHECK(claim(packets(2, 188, 0)) == format::unknown);
  CHECK(claim(packets(3, 189, 0)) == format::unknown);
  CHECK(claim(bytes{0xFF, 0xFB, 0x90, 0x64}.zeros(500)) == format::unknown);
  CHECK(claim(bytes{0xFF, 0xF1, 0x50, 0x80}.zeros(500)) == format::unknown);
  CHECK(claim(text("MThd").u32(6).u16(0).u16(1).u16(96)) == format::unknown);
}

TEST_CASE("two bytes are no JPEG XL picture, nor is a header that a codestream does not have") {
  CHECK(claim(bytes{0xFF, 0x0A}) == format::unknown);
  CHECK(claim(bytes{0xFF, 0x0A, 0xBA, 0x21}) == format::unknown);
  CHECK(claim(bytes{0xFF, 0x0A}.zeros(100)) == format::unknown);
  CHECK(claim(bytes{0xFF, 0x0A}.repeat(100, 0xFF)) == format::unknown);
  const bytes bits_behind_the_header{0xFF, 0x0A, 0xBA, 0x21, 0x3D, 0x00, 0x12, 0x88};
  CHECK(claim(bits_behind_the_header) == format::unknown);
  const bytes of_2_to_30_squared{0xFF, 0x0A, 0xFE, 0xFF, 0xFF, 0xFF, 0x33, 0x00, 0x12, 0x88};
  CHECK(claim(of_2_to_30_squared) == format::unknown);
}

TEST_CASE("a short signature is not enough: of random files that begin so nearly none are named") {
  const auto named = [](const bytes& beginning) {
    std::mt19937 random{2654435769};
    int count = 0;
    for (int i = 0; i < 10'000; ++i) {
      bytes head = beginning;
      while (head.size() < 600) {
        head.u32(static_cast<std::uint32_t>(random()));
      }
      count += claim(head) != format::unknown ? 1 : 0;
    }
    return count;
  };
  CHECK(named({0xFF, 0x0A}) < 1000);  // of 10,000, where each is one of 65,536
  CHECK(named(text("BM")) == 0);
  CHECK(named(text("ID3")) < 20);
  CHECK(named({0xFF, 0xFB}) < 10);
  CHECK(named({0x47}) == 0);
}

TEST_CASE("every signature in the table has four bytes that count") {
  for (const preflight::detail::signatures::magic& magic : preflight::detail::signatures::magics) {
    CAPTURE(preflight::name_of(magic.format));
    const auto free = std::count(magic.mask.begin(), magic.mask.end(), '\0');
    CHECK(magic.bytes.size() - static_cast<std::size_t>(free) >= 4);
    CHECK((magic.mask.empty() || magic.mask.size() == magic.bytes.size()));
  }
}

TEST_CASE("a box is left to the sniffer of boxes, whatever its size spells") {
  for (const std::string_view type : {"ftyp", "moov", "mdat", "free"}) {
    CHECK(claim(bytes{0, 0, 1, 0xBA}.text(type).zeros(16)) == format::unknown);
    CHECK(claim(bytes{0, 0, 1, 0xB3}.text(type).zeros(16)) == format::unknown);
    CHECK(claim(bytes{0, 0, 1, 0}.text(type).zeros(16)) == format::unknown);
    CHECK(claim(bytes{0, 5, 0x16, 7}.text(type).zeros(16)) == format::unknown);
  }
}

TEST_CASE("a GIF is left to its own sniffer, even if it is all text") {
  CHECK(claim("GIF89a<?php echo 1; ?>") == format::unknown);
  CHECK(claim("GIF is a format") == format::text);
}

TEST_CASE("text is well-formed UTF-8 without control characters") {
  CHECK(claim("a") == format::text);
  CHECK(claim("tab\tline\r\n\x1B[1mbold") == format::text);
  CHECK(claim("Gr\xC3\xBC\xC3\x9F"
              "e \xE2\x82\xAC \xF0\x9F\x98\x80") == format::text);
  CHECK(claim("nul\x01") == format::unknown);
  CHECK(claim("del\x7F") == format::unknown);
  CHECK(claim("latin\xFC 1") == format::unknown);
  CHECK(claim("overlong \xC0\xAF") == format::unknown);
  CHECK(claim("overlong \xE0\x80\xAF") == format::unknown);
  CHECK(claim("surrogate \xED\xA0\x80") == format::unknown);
  CHECK(claim("beyond \xF4\x90\x80\x80") == format::unknown);
  CHECK(claim("") == format::unknown);
  CHECK(claim("\xEF\xBB\xBF") == format::unknown);
}

TEST_CASE("a text whose last character is cut is still a text") {
  for (const std::string_view cut : {"\xC3", "\xE2\x82", "\xF0\x9F\x98"}) {
    CHECK(claim("price: " + std::string(cut)) == format::text);
    CHECK(claim(cut) == format::unknown);
  }
}

TEST_CASE("UTF-16 is a text after a byte order mark") {
  CHECK(claim(utf_16(u"\uFEFF\u20AC", true)) == format::text);
  CHECK(claim(utf_16(u"abc", true)) == format::unknown);
  CHECK(claim(utf_16(u"\uFEFFa\u0001", false)) == format::unknown);
  CHECK(claim(bytes{0xFF, 0xFE}) == format::unknown);
}

TEST_CASE("a Git LFS pointer says how large its file is") {
  const auto size = [](std::string_view lines) {
    return preflight::sniff(text("version https://git-lfs.github.com/spec/v1\n").text(lines)).pointed_size;
  };
  CHECK(size("size 1\n") == 1);
  CHECK(size("oid sha256:00\nsize 5000000000") == 5'000'000'000);
  CHECK(size("size \n") == 0);
  CHECK(size("size 99999999999999999999999\n") == 0);
  CHECK(size("oid sha256:00\n") == 0);
}

TEST_CASE("naming a look-alike takes its first bytes and nothing else") {
  const bytes file = packets(100'000, 188, 0);
  preflight::memory_source source{file};
  const auto probed = preflight::probe(source);
  REQUIRE(probed);
  CHECK(probed->file.format == format::mpeg_ts);
  CHECK(probed->bytes_read == preflight::head_size);
}
