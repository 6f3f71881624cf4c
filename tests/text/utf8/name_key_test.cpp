#include <preflight/text/utf8/name_key.hpp>
#include <preflight/text/utf8/utf8_length.hpp>

#include "harness/catch.hpp"

using namespace preflight;

TEST_CASE("names that differ in case, spaces, extension or encoding have one key") {
  const std::string key = name_key("Ren\xC3\xA9 Lobby.png");
  for (const char* const name : {"rene\xCC\x81-lobby.jpg", "REN\xE9_LOBBY", "ren\xC3\xA9lobby.PNG"}) {
    INFO(name);
    CHECK(name_key(name) == key);
  }
  CHECK(name_key("rene lobby.png") != key);
}

TEST_CASE("a text is UTF-8 up to its first byte that is not") {
  CHECK(utf8_length("ren\xC3\xA9") == 5);
  CHECK(utf8_length("ren\xE9@") == 3);
  CHECK(utf8_length("") == 0);
}
