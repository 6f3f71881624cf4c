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

TEST_CASE("brackets hold what git's do") {
  struct expectation {
    std::string_view pattern;
    std::string_view takes;
    std::string_view leaves;
  };
  for (const auto& [pattern, takes, leaves] : {
           expectation{"[ab]", "ab", "c["},
           expectation{"[!ab]", "c!^", "ab"},
           expectation{"[^ab]", "c!^", "ab"},
           expectation{"[]a]", "]a", "["},
           expectation{"[!]a]", "[b", "]a"},
           expectation{"[a-c]", "abc", "d-"},
           expectation{"[c-a]", "c", "ab-"},
           expectation{"[a-]", "a-", "b"},
           expectation{"[-a]", "a-", "b"},
           expectation{"[a\\-c]", "a-c", "b\\"},
           expectation{"[\\]]", "]", "\\["},
           expectation{"[a-\\c]", "abc", "\\-"},
           expectation{"[[:digit:]x]", "09x", "ad:["},
           expectation{"[![:upper:]]", "a0", "AZ"},
           expectation{"[[:space:]]", " \t", "\v\f"},
           expectation{"[[:alpha:]-z]", "a-z", "0"},
           expectation{"[[:]", "[:", "a]"},
           expectation{"[[:alpha]", "[:alph", "z]"},
           expectation{"[[:nonsense:]a]", "", "a"},
           expectation{"[a", "", "a["},
           expectation{"[a\\", "", "a"},
           expectation{"[\xC3-\xC5]", "\xC3\xC4\xC5", "\xC2\xC6"},
       }) {
    CAPTURE(pattern);
    for (const char byte : takes) {
      CHECK(skips(pattern, std::string{byte}));
    }
    for (const char byte : leaves) {
      CHECK_FALSE(skips(pattern, std::string{byte}));
    }
  }
}

TEST_CASE("wildcards stop at slashes, and asterisks in a row only between them do not") {
  CHECK_FALSE(skips("/a?b", "a/b"));
  CHECK_FALSE(skips("/a[/]b", "a/b"));
  CHECK_FALSE(skips("/a[!x]b", "a/b"));
  CHECK_FALSE(skips("/*b", "a/b"));
  CHECK(skips("/x**b", "xab"));
  CHECK_FALSE(skips("/?**b", "x/ab"));
  CHECK(skips("a**/b", "ax/y/b"));
  CHECK(skips("x/***/b", "x/1/2/b"));
  CHECK_FALSE(skips("**\\/b", "b"));
  CHECK(skips("**\\/b", "x/y/b"));
  CHECK(skips("a\\*", "a*"));
  CHECK_FALSE(skips("a\\*", "ab"));
  CHECK_FALSE(skips("a*\\", "ab\\"));
  CHECK(skips("a\\\\ ", "a\\"));
  CHECK(skips("/*/b*c/d", "x/bbc/d"));
  CHECK(skips(std::string(300, 'n') + "*", std::string(300, 'n') + "o"));
}

TEST_CASE("a pattern of many asterisks takes no time that grows beyond both lengths") {
  std::string pattern{"/"};
  for (int i = 0; i < 2000; ++i) {
    pattern += "*a";
  }
  CHECK_FALSE(skips(pattern + "b", std::string(4000, 'a')));
}
