#include <chrono>
#include <string>
#include <vector>

#include <preflight/text/formats/csv_reader.hpp>
#include <preflight/text/formats/shell_word.hpp>
#include <preflight/text/formats/utc_time.hpp>

#include "harness/catch.hpp"

using namespace preflight;

TEST_CASE("a table has its rows with the lines on which they begin") {
  const csv_table table = read_csv("sep=;\r\na;\"b\"\"\n;c\"\r\r\n d ;", ';');
  CHECK(table.problem.empty());
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].line == 2);
  CHECK(table.rows[0].fields == std::vector<std::string>{"a", "b\"\n;c"});
  CHECK(table.rows[1].line == 5);
  CHECK(table.rows[1].fields == std::vector<std::string>{"d", ""});
}

TEST_CASE("what is no table says where it ends to be one") {
  CHECK(read_csv("a\n\"b\n", ',').problem == "line 2: a quote is never closed");
  CHECK(read_csv("a\n\"b\nc\"d,\"", ',').problem ==
        "line 3: text after a closing quote; write a quote inside a field twice");
  CHECK(read_csv("\xFF\xFE", ',').problem == "the file is UTF-16; save it as CSV in UTF-8");
}

TEST_CASE("a word for a shell is quoted only where it must be") {
  CHECK(shell_word("user:a@x.org") == "user:a@x.org");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("it's $HOME") == "'it'\\''s $HOME'");
}

TEST_CASE("a time is the same in each of its forms, and a day that no month has is none") {
  const utc_time time = std::chrono::sys_days{std::chrono::year{2026} / 2 / 28} + std::chrono::hours{6};
  CHECK(iso_time(time) == "2026-02-28T06:00:00Z");
  for (const char* const text :
       {"2026-02-28T06:00:00Z", "2026-02-28 06:00:00.5+00:00", "Sat, 28 Feb 2026 06:00:00 GMT"}) {
    CHECK(parse_time(text) == time);
  }
  CHECK_FALSE(parse_time("2026-02-30T06:00:00Z"));
  CHECK_FALSE(parse_time("Sun, 28 Feb 2026 06:00:00 GMT"));
}
