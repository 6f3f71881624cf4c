#include <string>

#include <preflight/text/base64.hpp>
#include <preflight/text/json_string.hpp>

#include "harness/catch.hpp"

using namespace preflight;

TEST_CASE("base64 is that of RFC 4648") {
  CHECK(to_base64("").empty());
  CHECK(to_base64("f") == "Zg==");
  CHECK(to_base64("fo") == "Zm8=");
  CHECK(to_base64("foo") == "Zm9v");
  CHECK(to_base64("foob") == "Zm9vYg==");
  CHECK(to_base64("\xFF\xFE\xFD") == "//79");

  std::string quoted;
  append_json_base64(quoted, "fo");
  CHECK(quoted == "\"Zm8=\"");
}

TEST_CASE("base64 is read as it is written") {
  std::string bytes;
  for (int i = 0; i < 260; ++i) {
    CHECK(from_base64(to_base64(bytes)) == bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST_CASE("base64 that is not exactly what was written is refused") {
  for (const char* const other : {"!", "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zg==Zg==", "Zm9v\n", "Zm-_", "=", "===="}) {
    INFO(other);
    CHECK_FALSE(from_base64(other));
  }
}
