#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <preflight/input/bytes.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/crop_to_aspect.hpp>
#include <preflight/text/file_extension.hpp>

#include "harness/catch.hpp"

using namespace preflight;

namespace {

template <class T>
std::string display_text(const T& value) {
  inline_string<120> out;
  out << value;
  return std::string{out.text()};
}

std::string fault_text(const fault& fault) {
  finding out;
  describe(fault, out);
  return std::string{out.message.text()};
}

}  // namespace

TEST_CASE("numbers are grouped by thousands") {
  CHECK(display_text(digit_grouping{0}) == "0");
  CHECK(display_text(digit_grouping{999}) == "999");
  CHECK(display_text(digit_grouping{1'000}) == "1,000");
  CHECK(display_text(digit_grouping{15'728'641}) == "15,728,641");
  CHECK(display_text(digit_grouping{std::numeric_limits<std::uint64_t>::max()}) == "18,446,744,073,709,551,615");
}

TEST_CASE("byte counts name MiB from a tenth of one on, rounded to a tenth") {
  CHECK(display_text(byte_count{0}) == "0 bytes");
  CHECK(display_text(byte_count{1}) == "1 byte");
  CHECK(display_text(byte_count{104'856}) == "104,856 bytes");
  CHECK(display_text(byte_count{104'857}) == "104,857 bytes (0.1 MiB)");
  CHECK(display_text(byte_count{1'048'576}) == "1,048,576 bytes (1.0 MiB)");
  CHECK(display_text(byte_count{2'044'723}) == "2,044,723 bytes (1.9 MiB)");
  CHECK(display_text(byte_count{2'044'724}) == "2,044,724 bytes (2.0 MiB)");
  CHECK(display_text(byte_count{15'728'640}) == "15,728,640 bytes (15.0 MiB)");
  CHECK(display_text(byte_count{std::numeric_limits<std::uint64_t>::max()}) ==
        "18,446,744,073,709,551,615 bytes (17,592,186,044,416.0 MiB)");
}

TEST_CASE("sizes, aspects and lists of formats read as people write them") {
  CHECK(display_text(extent{1920, 1080}) == "1920x1080");
  CHECK(display_text(ratio{16, 9}) == "16:9");
  CHECK(display_text(format_set{}).empty());
  CHECK(display_text(format_set{format::jpeg}) == "JPEG");
  CHECK(display_text(format_set{format::jpeg, format::png}) == "PNG or JPEG");
  CHECK(display_text(format_set{format::gif, format::jpeg, format::webp}) == "JPEG, GIF or WebP");
}

TEST_CASE("a four-character code is shown as text only where a terminal would show it as text") {
  CHECK(display_text(four_characters{fourcc("hvc1")}) == "hvc1");
  CHECK(display_text(four_characters{fourcc("raw ")}) == "raw");
  CHECK(display_text(four_characters{fourcc("    ")}) == " ");
  CHECK(display_text(four_characters{0}) == "0x00000000");
  CHECK(display_text(four_characters{0x6176'631B}) == "0x6176631B");
  CHECK(display_text(four_characters{0xA978'797A}) == "0xA978797A");
}

TEST_CASE("a fault names its place and its clause, and its two numbers by what they are") {
  CHECK(fault_text({fault_kind::malformed, "a chunk is odd", "PNG 5.3", 1'234}) ==
        "A chunk is odd [at byte 1,234, see PNG 5.3].");
  CHECK(fault_text({fault_kind::malformed, "a chunk is odd", "", 0}) == "A chunk is odd [at byte 0].");
  CHECK(fault_text({fault_kind::malformed, "IHDR is odd", "PNG 5.3", 8, 13, 1'400, true}) ==
        "IHDR is odd [at byte 8, see PNG 5.3]: 13 expected, 1,400 found.");
  CHECK(fault_text({.kind = fault_kind::malformed,
                    .what = "IHDR is odd",
                    .clause = "PNG 5.3",
                    .offset = 8,
                    .expected = 0x12D687,
                    .actual = 0xFFFFFFFF,
                    .has_numbers = true,
                    .is_checksum = true}) ==
        "IHDR is odd [at byte 8, see PNG 5.3]: 0012D687 expected, FFFFFFFF found.");
  CHECK(fault_text({fault_kind::truncated, "a box is cut", "", 8, 2'000, 1'000, true}) ==
        "A box is cut [at byte 8]: the file should have at least 2,000 bytes, but has 1,000.");
  CHECK(fault_text({fault_kind::over_budget, "too many boxes", "", 0, 10, 11, true}) ==
        "Too many boxes: 10 allowed, 11 found.");
}

TEST_CASE("text that does not fit is cut visibly") {
  inline_string<8> out;
  out << "12345678";
  CHECK(out.text() == "12345678");
  out << '9';
  CHECK(out.text() == "12345...");
  out << '9' << "more";
  CHECK(out.text() == "12345...");
  out.clear();
  out << "1";
  CHECK(out.text() == "1");
}

TEST_CASE("text is never cut inside a letter") {
  inline_string<8> out;
  out << "1234"
      << "\xE2\x82\xAC"
      << "56";
  CHECK(out.text() == "1234...");
  out.clear();
  out << "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80";
  CHECK(out.text() == "\xF0\x9F\x98\x80...");
}

TEST_CASE("the extension is what follows the last dot of the last part of a path") {
  CHECK(extension_of("a.png") == "png");
  CHECK(extension_of("a/b.tar.GZ") == "GZ");
  CHECK(extension_of("a.b/c").empty());
  CHECK(extension_of("a.b/").empty());
  CHECK(extension_of(".png").empty());
  CHECK(extension_of("a/.hidden.png") == "png");
  CHECK(extension_of("a.").empty());
  CHECK(extension_of("").empty());
}

TEST_CASE("an aspect is near within one percent of what is advised, at any size") {
  constexpr std::uint32_t max = 0xFFFF'FFFF;
  CHECK(near_aspect({1616, 900}, {16, 9}));
  CHECK_FALSE(near_aspect({1617, 900}, {16, 9}));
  CHECK(near_aspect({1584, 900}, {16, 9}));
  CHECK_FALSE(near_aspect({1583, 900}, {16, 9}));
  CHECK(near_aspect({max, max}, {1, 1}));
  CHECK(near_aspect({max, 1}, {max, 1}));
  CHECK_FALSE(near_aspect({1, max}, {max, 1}));
  CHECK_FALSE(near_aspect({1, 2}, {1, 1}));
}

template <class T>
constexpr bool is_displayable = requires(inline_string<120> text, T value) {
  text << value;
};
static_assert(is_displayable<char> && is_displayable<unsigned> && is_displayable<std::uint64_t> &&
              is_displayable<std::string_view>);
static_assert(!is_displayable<int> && !is_displayable<std::int16_t> && !is_displayable<bool> && !is_displayable<double>,
              "a signed number would be said as the character of that code");
