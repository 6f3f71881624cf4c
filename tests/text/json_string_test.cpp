#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>
#include <preflight/text/escape_for_display.hpp>
#include <preflight/text/json_string.hpp>
#include <preflight/text/utf8.hpp>

#include "harness/catch.hpp"

using namespace preflight;

namespace {

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

template <class T>
std::string number(T value) {
  std::string out;
  append_json_number(out, value);
  return out;
}

}  // namespace

TEST_CASE("strings come back from a JSON reader as they went in") {
  for (const std::string_view text : {"", "plain", "q\"q", "back\\slash", "\n\r\t\b\f", "\x1b[31m", "gr\xC3\xBCn",
                                      "\xF0\x9F\x9A\x80", "\xE2\x80\xAE", "\x7F", "\xC2\x9B", "/"}) {
    CAPTURE(text);
    CHECK(nlohmann::json::parse(json(text)).get<std::string>() == text);
  }
  const std::string nul{"a\0b", 3};
  CHECK(nlohmann::json::parse(json(nul)).get<std::string>() == nul);
}

TEST_CASE("every byte on its own makes valid JSON") {
  for (unsigned value = 0; value < 256; ++value) {
    CAPTURE(value);
    const std::string byte(1, static_cast<char>(value));
    CHECK(nlohmann::json::accept(json(byte)));
    CHECK(nlohmann::json::accept(json("x" + byte + "\x80")));
    CHECK(is_utf8(json(byte)));
  }
}

TEST_CASE("what is not UTF-8 becomes a replacement character for each byte") {
  CHECK(json("a\xFFz") == "\"a\xEF\xBF\xBDz\"");
  CHECK(json("\xC3") == "\"\xEF\xBF\xBD\"");
  CHECK(json("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST_CASE("what would turn a terminal or a line around is escaped") {
  CHECK(json("\x1b") == "\"\\u001b\"");
  CHECK(json("\xE2\x80\xAE") == "\"\\u202e\"");
  CHECK(json("\xC2\x9B") == "\"\\u009b\"");
  CHECK(json("\xEF\xBB\xBF") == "\"\\ufeff\"");
  CHECK(json("\x7F") == "\"\\u007f\"");
}

TEST_CASE("UTF-8 is what the Unicode standard says, no more") {
  for (const std::string_view good : {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                                      "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CHECK(is_utf8(good));
  }
  for (const std::string_view bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x7F", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xE1\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    CHECK_FALSE(is_utf8(bad));
    CHECK(first_code_point(bad).length == 1);
  }
}

TEST_CASE("numbers are JSON numbers, as short as they can be") {
  CHECK(number(std::uint64_t{0}) == "0");
  CHECK(number(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
  CHECK(number(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(number(12.5) == "12.5");
  CHECK(number(0.1) == "0.1");
  CHECK(number(3.0) == "3");
  CHECK(nlohmann::json::parse(number(1.8446744073709552e19)).get<double>() == 1.8446744073709552e19);
  CHECK(nlohmann::json::parse(number(5e-324)).get<double>() == 5e-324);
}

TEST_CASE("visible text does nothing to a terminal and stays unambiguous") {
  CHECK(escaped("plain gr\xC3\xBCn") == "plain gr\xC3\xBCn");
  CHECK(escaped("a\nb\rc\td") == "a\\nb\\rc\\td");
  CHECK(escaped("\\n") == "\\\\n");
  CHECK(escaped("\x1b[31m") == "\\x1b[31m");
  CHECK(escaped("\xFF") == "\\xff");
  CHECK(escaped("\xC2\x9B") == "\\u009b");
  CHECK(escaped("\x9B") == "\\x9b");
  CHECK(escaped("\xE2\x80\xAE") == "\\u202e");
  CHECK(escaped("\xEF\xBB\xBF") == "\\ufeff");
  CHECK(escaped("\x7F") == "\\x7f");
}

TEST_CASE("visible text shows that there is what is not seen") {
  CHECK(escaped("a\xE2\x80\x8B.png") == "a\\u200b.png");
  CHECK(escaped("a\xE2\x80\x8C.png") == "a\\u200c.png");
  CHECK(escaped("a\xE2\x80\x8D\xE2\x80\x8D.png") == "a\\u200d\\u200d.png");
  CHECK(escaped("\xE2\x80\x8D.png") == "\\u200d.png");
  CHECK(escaped("a\xE2\x81\xA0.png") == "a\\u2060.png");
  CHECK(escaped("a\xC2\xAD.png") == "a\\u00ad.png");
  CHECK(escaped("a\xEF\xBB\xBF.png") == "a\\ufeff.png");
  CHECK(escaped("a\xE3\x85\xA4.png") == "a\\u3164.png");
  CHECK(escaped("a\xF3\xA0\x80\x81.png") == "a\\U000e0001.png");
  CHECK(escaped("a\xEF\xB8\x8F.png") == "a\\ufe0f.png");
  CHECK(escaped("\xFF\xE2\x80\x8D") == "\\xff\\u200d");
  CHECK(escaped("a .png") == "a .png");
}

TEST_CASE("visible text leaves joiners and selectors where emoji and scripts are written with them") {
  for (const std::string_view written : {
           "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB.png",                      // woman, ZWJ, computer
           "\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x80\x8D\xF0\x9F\x94\xA5.png",              // heart, VS16, ZWJ, fire
           "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE\xD9\x88\xD8\xA7\xD9\x87\xD9\x85",  // Persian, with a ZWNJ
           "\xE8\x91\x9B\xF3\xA0\x84\x80.png",                                      // an ideographic variation
       }) {
    CHECK(escaped(written) == written);
  }
}
