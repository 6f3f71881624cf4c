#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/sniff/probe.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/driving.hpp"
#include "sniff/crafted/jpeg.hpp"
#include "sniff/crafted/same_facts.hpp"

using preflight::fault_kind;

namespace {

using crafted::bytes;
using namespace crafted::jpeg;

std::string first(fault_kind kind, const bytes& file) {
  const preflight::facts whole = preflight::sniff(file);
  REQUIRE(crafted::same(whole, crafted::drive_exactly(file, preflight::depth::structure).facts));
  REQUIRE_FALSE(preflight::sniff(file, preflight::depth::header).faults.has(fault_kind::scans_missing));
  const preflight::fault* const fault = whole.faults.first(kind);
  return fault == nullptr ? std::string{} : std::string{fault->what};
}
std::string malformed(const bytes& file) { return first(fault_kind::malformed, file); }
std::string missing(const bytes& file) { return first(fault_kind::scans_missing, file); }

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A grey picture with further tables in front of its own.
bytes with_tables(const bytes& more) { return picture({64, 64}, more); }

bytes quantization(std::uint8_t head, const bytes& values) { return segment(0xDB, bytes{head} + values); }

/// A Huffman table of so many codes of one bit, two bits, and so on.
bytes huffman(std::uint8_t head, const bytes& counts, std::size_t values) {
  return segment(0xC4, bytes{head} + counts + crafted::zeros(16 - counts.size() + values));
}

/// B.2.3, with all that a scan header says.
bytes scan_header(const bytes& components, const bytes& band) {
  return segment(0xDA, bytes{}.u8(components.size() / 2).add(components).add(band));
}

/// A frame of components with a number, sampling factors and a quantization table each.
bytes frame_header(std::uint8_t process, const bytes& components) {
  return segment(process, bytes{8}.u16(64).u16(64).u8(components.size() / 3).add(components));
}

const bytes ones = bytes{}.repeat(64, 1);
const bytes data = crafted::zeros(16);

}  // namespace

TEST_CASE("a quantization table has a number up to 3, 8 or 16 bits, and no 0", "[jpeg]") {
  CHECK(malformed(with_tables(quantization(3, ones))).empty());
  CHECK(malformed(with_tables(quantization(0x13, bytes{}.repeat(128, 1)))).empty());
  CHECK(malformed(with_tables(quantization(0, ones + bytes{1} + ones))).empty());
  CHECK(contains(malformed(with_tables(quantization(4, ones))), "above 3"));
  CHECK(contains(malformed(with_tables(quantization(0x20, ones + ones))), "precision"));
  for (const std::size_t place : {0U, 1U, 63U}) {
    CAPTURE(place);
    CHECK(contains(malformed(with_tables(quantization(0, crafted::patched(ones, place, {1}, {0})))), "a 0"));
  }
  CHECK(contains(malformed(with_tables(quantization(0x10, crafted::zeros(2) + ones + ones))), "a 0"));
  // The low byte alone may be 0 where there are two.
  CHECK(malformed(with_tables(quantization(0x10, bytes{1, 0}.repeat(126, 1)))).empty());
}

TEST_CASE("segments of tables are as long as their tables", "[jpeg]") {
  CHECK(malformed(with_tables(segment(0xDB, {}))).empty());
  CHECK(contains(malformed(with_tables(quantization(0, crafted::cut(ones, 63)))), "DQT"));
  CHECK(contains(malformed(with_tables(quantization(0, ones + bytes{0}))), "DQT"));
  CHECK(contains(malformed(with_tables(huffman(0, {0, 1}, 0))), "DHT"));
  CHECK(contains(malformed(with_tables(huffman(0, {0, 1}, 2))), "DHT"));
  CHECK(contains(malformed(with_tables(segment(0xC4, crafted::zeros(16)))), "DHT"));
  CHECK(malformed(with_tables(segment(0xDD, {0, 0}))).empty());
  CHECK(contains(malformed(with_tables(segment(0xDD, {0, 0, 0}))), "DRI"));
  CHECK(contains(malformed(with_tables(segment(0xCC, {0, 0x10, 0}))), "DAC"));
}

TEST_CASE("a Huffman table has a class and number that there are", "[jpeg]") {
  CHECK(malformed(with_tables(huffman(0x13, {1}, 1))).empty());
  CHECK(contains(malformed(with_tables(huffman(0x20, {1}, 1))), "class"));
  CHECK(contains(malformed(with_tables(huffman(0x04, {1}, 1))), "above 3"));
  CHECK(contains(malformed(with_tables(huffman(0x14, {1}, 1))), "above 3"));
}

TEST_CASE("a Huffman table has no more codes than fit", "[jpeg]") {
  CHECK(malformed(with_tables(huffman(0x11, {1, 1, 1}, 3))).empty());
  CHECK(malformed(with_tables(huffman(0x11, {0, 0, 0, 0, 0, 0, 0, 128, 128}, 256))).empty());
  CHECK(contains(malformed(with_tables(huffman(0x11, {0, 0, 0, 0, 0, 0, 0, 128, 129}, 257))), "256"));
  CHECK(contains(malformed(with_tables(huffman(0x11, {3}, 3))), "more codes"));
  CHECK(contains(malformed(with_tables(huffman(0x11, {1, 3}, 4))), "more codes"));
  CHECK(contains(malformed(with_tables(huffman(0x11, {2}, 2))), "more codes"));  // all ones
  CHECK(contains(malformed(with_tables(huffman(0x11, bytes{}.repeat(16, 255), 10))), "256"));
}

TEST_CASE("a DC table has categories, an AC table anything", "[jpeg]") {
  const bytes counts = bytes{1}.zeros(15);
  CHECK(malformed(with_tables(segment(0xC4, bytes{1} + counts + bytes{16}))).empty());
  CHECK(contains(malformed(with_tables(segment(0xC4, bytes{1} + counts + bytes{17}))), "category"));
  CHECK(malformed(with_tables(segment(0xC4, bytes{0x11} + counts + bytes{0xFF}))).empty());
}

TEST_CASE("arithmetic conditioning is of a class, a number and a range", "[jpeg]") {
  CHECK(malformed(with_tables(segment(0xCC, {0x03, 0x10, 0x13, 63}))).empty());
  for (const bytes& wrong : {bytes{0x20, 0}, bytes{4, 0}, bytes{0, 0x01}, bytes{0x10, 0}, bytes{0x10, 64}}) {
    CHECK(contains(malformed(with_tables(segment(0xCC, wrong))), "arithmetic"));
  }
}

TEST_CASE("sampling factors are 1 to 4, and no scan interleaves more than ten blocks", "[jpeg]") {
  const auto file = [](std::uint8_t sampling, const bytes& components) {
    return soi + dqt + dht + frame_header(0xC0, {1, sampling, 0, 2, 0x11, 0}) + scan_header(components, {0, 63, 0}) +
           data + scan_header({2, 0}, {0, 63, 0}) + data + eoi;
  };
  CHECK(malformed(file(0x42, {1, 0, 2, 0})).empty());
  CHECK(malformed(file(0x44, {1, 0})).empty());
  CHECK(contains(malformed(file(0x44, {1, 0, 2, 0})), "10 blocks"));
  for (const std::uint8_t sampling : bytes{0x01, 0x10, 0x51, 0x15, 0xFF}) {
    CHECK(contains(malformed(file(sampling, {1, 0})), "sampling"));
    CHECK(preflight::sniff(file(sampling, {1, 0}), preflight::depth::header).faults.has(fault_kind::malformed));
  }
  CHECK(contains(malformed(soi + dqt + dht + frame_header(0xC0, {1, 0x11, 4}) + scan({64, 64}) + eoi), "above 3"));
}

TEST_CASE("a scan is of components that the frame has, each once", "[jpeg]") {
  const auto file = [](const bytes& components) {
    return soi + dqt + dht + frame_header(0xC0, {1, 0x11, 0, 2, 0x11, 0}) + scan_header(components, {0, 63, 0}) + data +
           eoi;
  };
  CHECK(malformed(file({1, 0, 2, 0})).empty());
  CHECK(malformed(file({2, 0, 1, 0})).empty());
  CHECK(contains(malformed(file({1, 0, 3, 0})), "does not have"));
  CHECK(contains(malformed(file({1, 0, 1, 0})), "does not have"));
  CHECK(contains(malformed(file({0, 0})), "does not have"));
  // Decoders go by the order where all have the same number.
  const bytes twins = soi + dqt + dht + frame_header(0xC0, {1, 0x11, 0, 1, 0x11, 0});
  CHECK(malformed(twins + scan_header({1, 0, 1, 0}, {0, 63, 0}) + data + eoi).empty());
}

TEST_CASE("a scan uses tables that were defined before it", "[jpeg]") {
  const bytes dc = huffman(0x00, {1}, 1);
  const bytes ac = huffman(0x10, {1}, 1);
  const auto file = [](std::uint8_t process, const bytes& tables, std::uint8_t coding, const bytes& band) {
    return soi + tables + frame_header(process, {1, 0x11, 0}) + scan_header({1, coding}, band) + data + eoi;
  };
  const bytes all = {0, 63, 0};
  CHECK(malformed(file(0xC0, dqt + dc + ac, 0, all)).empty());
  CHECK(contains(malformed(file(0xC0, dc + ac, 0, all)), "quantization table"));
  CHECK(contains(malformed(file(0xC0, quantization(1, ones) + dc + ac, 0, all)), "quantization table"));
  CHECK(contains(malformed(file(0xC0, dqt + dc, 0, all)), "Huffman"));
  CHECK(contains(malformed(file(0xC0, dqt + ac, 0, all)), "Huffman"));
  for (const std::uint8_t coding : bytes{0x01, 0x10, 0x22, 0x04, 0xF0}) {
    CAPTURE(coding);
    CHECK(contains(malformed(file(0xC0, dqt + dc + ac, coding, all)), "Huffman"));
  }
  // Motion JPEG without its tables, of which there are two of each class.
  CHECK(malformed(file(0xC0, dqt, 0x00, all)).empty());
  CHECK(malformed(file(0xC1, dqt, 0x11, all)).empty());
  CHECK(contains(malformed(file(0xC0, dqt, 0x20, all)), "Huffman"));
  CHECK(contains(malformed(file(0xC2, dqt, 0x00, {0, 0, 0})), "Huffman"));
  // What is not used need not be there.
  CHECK(malformed(file(0xC9, dqt, 0x33, all)).empty());
  CHECK(malformed(file(0xC3, dc, 0x03, {1, 0, 0})).empty());
  CHECK(malformed(file(0xC2, dqt + dc, 0x03, {0, 0, 0})).empty());
  CHECK(contains(malformed(file(0xC2, dqt + dc, 0x00, {1, 63, 0})), "Huffman"));
  CHECK(malformed(file(0xC2, dqt + ac, 0x00, {0, 0, 0x10})).empty());
}

TEST_CASE("progressive JPEG has coefficient ranges and bit positions", "[jpeg]") {
  const auto file = [](const bytes& components, const bytes& band) {
    return soi + dqt + dht + frame_header(0xC2, {1, 0x11, 0, 2, 0x11, 0}) + scan_header(components, band) + data + eoi;
  };
  CHECK(malformed(file({1, 0, 2, 0}, {0, 0, 0x0D})).empty());
  CHECK(malformed(file({1, 0}, {1, 5, 0x21})).empty());
  for (const bytes& wrong :
       {bytes{0, 63, 0}, bytes{5, 4, 0}, bytes{1, 64, 0}, bytes{0, 0, 0x0E}, bytes{0, 0, 0x22}, bytes{0, 0, 0x31}}) {
    CHECK(contains(malformed(file({1, 0}, wrong)), "progressive JPEG"));
  }
  CHECK(contains(malformed(file({1, 0, 2, 0}, {1, 63, 0})), "progressive JPEG"));
}

TEST_CASE("a picture that ends without some of its scans says so", "[jpeg]") {
  const bytes start = soi + dqt + dht;
  SECTION("a component of a sequential picture") {
    const bytes two = start + frame_header(0xC0, {1, 0x11, 0, 2, 0x11, 0}) + scan_header({1, 0}, {0, 63, 0}) + data;
    CHECK(contains(missing(two + eoi), "component"));
    CHECK(malformed(two + eoi).empty());
    CHECK(missing(two + scan_header({2, 0}, {0, 63, 0}) + data + eoi).empty());
    CHECK(missing(two).empty());  // cut, which is said
  }
  SECTION("coefficients or precision of a progressive one") {
    const bytes frame = start + frame_header(0xC2, {1, 0x11, 0});
    const auto pass = [](std::uint8_t first_place, std::uint8_t last_place, std::uint8_t precision) {
      return scan_header({1, 0}, {first_place, last_place, precision}) + data;
    };
    CHECK(missing(frame + pass(0, 0, 0) + pass(1, 63, 0) + eoi).empty());
    CHECK(
        missing(frame + pass(0, 0, 1) + pass(1, 63, 2) + pass(1, 63, 0x21) + pass(0, 0, 0x10) + pass(1, 63, 0x10) + eoi)
            .empty());
    CHECK(contains(missing(frame + pass(0, 0, 0) + eoi), "last scans"));
    CHECK(contains(missing(frame + pass(0, 0, 0) + pass(1, 62, 0) + eoi), "last scans"));
    CHECK(contains(missing(frame + pass(0, 0, 1) + pass(1, 63, 0) + eoi), "last scans"));
    CHECK(contains(missing(frame + pass(0, 0, 0) + pass(1, 63, 1) + eoi), "last scans"));
    CHECK(contains(missing(frame + pass(1, 63, 0) + eoi), "component"));
  }
  SECTION("a hierarchical picture refines what it has") {
    const bytes dhp = frame_header(0xDE, {1, 0x11, 0, 2, 0x11, 0});
    CHECK(
        missing(start + dhp + frame_header(0xC2, {1, 0x11, 0}) + scan_header({1, 0}, {0, 0, 0}) + data + eoi).empty());
  }
}

TEST_CASE("a frame of more components than any decoder shows is only measured", "[jpeg]") {
  const frame many{64, 64, 9};
  CHECK(malformed(soi + sof(many) + segment(0xDA, bytes{1, 77, 0, 0, 63, 0}) + data + eoi).empty());
}
