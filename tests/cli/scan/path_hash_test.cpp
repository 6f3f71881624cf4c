#include <scan/shard.hpp>

#include "harness/catch.hpp"

using namespace preflight::cli;

TEST_CASE("the hash of a path is fixed for ever") {
  static_assert(path_hash("") == 0xEFD01F60BA992926U);
  static_assert(path_hash("a.png") == 0x770C064753FCCA9EU);
  static_assert(shard{1, 1}.has("anything"));
  CHECK(path_hash("\xFF") != path_hash("\x7F"));
}
