#include <string>
#include <string_view>

#include "harness/catch.hpp"
#include "walk/ignore/ignore_rules.hpp"

using preflight::cli::ignore_rules;
using preflight::cli::opinion;

namespace {

bool skips(std::string_view rules, std::string_view path, bool is_folder = false) {
  return ignore_rules{rules}.opinion_on(path, is_folder) == opinion::skip;
}

}  // namespace

TEST_CASE("a pattern without a slash counts at any depth") {
  CHECK(skips("a.png", "a.png"));
  CHECK(skips("a.png", "deep/down/a.png"));
  CHECK_FALSE(skips("a.png", "aa.png"));
  CHECK(skips("*.png", "x/.png"));
  CHECK(skips("a?c*", "x/abcd"));
  CHECK(skips("[!a]x", "bx"));
  CHECK_FALSE(skips("[!a]x", "ax"));
}

TEST_CASE("a pattern with a slash counts from its own folder") {
  CHECK(skips("/a.png", "a.png"));
  CHECK_FALSE(skips("/a.png", "x/a.png"));
  CHECK(skips("x/a.png", "x/a.png"));
  CHECK_FALSE(skips("x/a.png", "y/x/a.png"));
  CHECK(skips("x/*.png", "x/a.png"));
  CHECK_FALSE(skips("x/*.png", "x/y/a.png"));
}

TEST_CASE("a slash at the end asks for a folder") {
  CHECK(skips("build/", "build", true));
  CHECK(skips("build/", "x/build", true));
  CHECK_FALSE(skips("build/", "build", false));
}

TEST_CASE("two asterisks stand for any number of folders") {
  CHECK(skips("**/a", "a"));
  CHECK(skips("**/a", "x/y/a"));
  CHECK(skips("x/**/a", "x/a"));
  CHECK(skips("x/**/a", "x/1/2/3/a"));
  CHECK_FALSE(skips("x/**/a", "y/x/a"));
  CHECK(skips("x/**", "x/a"));
  CHECK(skips("x/**", "x/a/b"));
  CHECK_FALSE(skips("x/**", "x", true));
  CHECK(skips("x/**/y/**/z", "x/y/y/z/z"));
  CHECK_FALSE(skips("x/**/y/**/z", "x/z/z"));
}

TEST_CASE("the last pattern that matches decides") {
  CHECK(ignore_rules{"*.png\n!keep.png"}.opinion_on("keep.png", false) == opinion::keep);
  CHECK(skips("*.png\n!keep.png\nkeep.png", "keep.png"));
  CHECK(ignore_rules{"*.png"}.opinion_on("a.jpg", false) == opinion::none);
}

TEST_CASE("lines are read as git reads them") {
  CHECK(
      skips("\xEF\xBB\xBF"
            "a",
            "a"));
  CHECK(skips("a\r\nb\r\n", "b"));
  CHECK(skips("a   ", "a"));
  CHECK(skips("a\\ ", "a "));
  CHECK_FALSE(skips("# a", "# a"));
  CHECK(skips("\\# a", "# a"));
  CHECK(skips("\\!a", "!a"));
  CHECK_FALSE(skips("/", "a"));
  CHECK_FALSE(skips("a//b", "a/b"));
  CHECK_FALSE(skips("\n\n \n", " "));
}

TEST_CASE("patterns made to be slow are not") {
  std::string pattern;
  std::string path;
  for (int i = 0; i < 200; ++i) {
    pattern += "**/a/";
    path += "a/";
  }
  CHECK_FALSE(skips(pattern + "b", path + "c"));
  CHECK(skips(pattern + "b", path + "b"));
}
