#include <string>
#include <string_view>
#include <utility>

#include <preflight/destinations/all.hpp>

#include "cli/fatal_error.hpp"
#include "config/configuration.hpp"
#include "harness/catch.hpp"

using namespace preflight;
using preflight::cli::configuration;
using preflight::cli::fatal_error;
using preflight::cli::read_configuration;

namespace {

configuration read(std::string_view text) { return read_configuration(text, "conf.toml"); }

const destination& only_destination(const configuration& config) {
  REQUIRE(config.destinations.size() == 1);
  return config.destinations.front();
}

std::string error_text(std::string_view text) {
  try {
    static_cast<void>(read(text));
  } catch (const fatal_error& error) {
    return error.what();
  }
  return "(accepted)";
}

}  // namespace

TEST_CASE("an empty configuration says nothing") {
  for (const std::string_view text : {"", "# only a comment\n", "[rules]\n", "[destinations]\n"}) {
    const configuration empty = read(text);
    CHECK(empty.default_name.value.empty());
    CHECK(empty.rules.empty());
    CHECK(empty.destinations.empty());
    CHECK(empty.find_destination("zoom-background") == &destinations::zoom_background);
    CHECK(empty.find_destination("stage") == nullptr);
  }
}

TEST_CASE("severities of rules are read") {
  const configuration read_one =
      read("[rules]\ntruncated = 'warning'\nlow-resolution = 'off'\nempty-file='note'\nmalformed='error'");
  REQUIRE(read_one.rules.size() == 4);
  for (const auto& [id, to, place] : read_one.rules) {
    CHECK(to == (id == "truncated"        ? severity::warning
                 : id == "low-resolution" ? severity::off
                 : id == "empty-file"     ? severity::note
                                          : severity::error));
  }
}

TEST_CASE("a destination changes what it says and keeps the rest of what it extends") {
  const configuration config = read(
      "destination = 'stage'\n"
      "[destinations.stage]\n"
      "extends = 'zoom-background'\n"
      "title = 'the stage'\n"
      "formats = ['jpeg', 'webp']\n"
      "max-bytes = 5000000\n"
      "video-max = '1280x720'\n"
      "picture-min = [1920, 1080]\n"
      "aspect = '21:9'\n"
      "max-files = 3\n");
  CHECK(config.default_name.value == "stage");
  const destination& stage = only_destination(config);
  CHECK(config.find_destination("stage") == &stage);
  CHECK(stage.name == "stage");
  CHECK(stage.title == "the stage");
  CHECK(stage.service == "Zoom");
  CHECK(stage.accepts(format::webp));
  CHECK_FALSE(stage.accepts(format::png));
  CHECK(stage.max_bytes.value == 5'000'000);
  CHECK(stage.safe_max_bytes.value == 5'000'000);
  CHECK(stage.max_video_size->value == extent{1280, 720});
  CHECK(stage.min_video_size->value == extent{480, 360});
  CHECK(stage.advised_picture_size->value == extent{1920, 1080});
  CHECK(stage.picture_aspect->value == ratio{21, 9});
  CHECK(stage.max_files->value == 3);
  CHECK(stage.opaque_advised.has_value());
}

TEST_CASE("a limit of a configuration names the line that sets it") {
  const configuration config = read("\n[destinations.stage]\nmax-bytes = 10\n");
  CHECK(only_destination(config).max_bytes.citation.source == "conf.toml:3:1");
  CHECK(only_destination(config).max_bytes.citation.read.empty());
  CHECK(only_destination(config).max_bytes.citation.confidence == confidence::chosen);
}

TEST_CASE("limits can be taken away") {
  const destination stage = only_destination(
      read("[destinations.stage]\nextends='zoom-background'\nvideo-min=false\nvideo-max=false\npicture-min=false\n"
           "aspect=false\nmax-files=false\nadvise-opaque=false\nadvise-still=false\nadvise-h264=false\n"));
  CHECK_FALSE(stage.min_video_size);
  CHECK_FALSE(stage.max_video_size);
  CHECK_FALSE(stage.advised_picture_size);
  CHECK_FALSE(stage.picture_aspect);
  CHECK_FALSE(stage.max_files);
  CHECK_FALSE(stage.opaque_advised);
  CHECK_FALSE(stage.still_advised);
  CHECK_FALSE(stage.h264_advised);
}

TEST_CASE("a destination that extends nothing has no limits but its own") {
  const configuration config = read("[destinations.shelf]\nsafe-max-bytes = 5\nmax-bytes = 7\nadvise-still = true\n");
  const destination& shelf = only_destination(config);
  CHECK(shelf.title == "shelf");
  CHECK(shelf.service == "shelf");
  CHECK(shelf.accepts(format::zip));
  CHECK(shelf.safe_max_bytes.value == 5);
  CHECK(shelf.max_bytes.value == 7);
  CHECK(shelf.still_advised.has_value());
  CHECK_FALSE(shelf.max_video_size);
}

TEST_CASE("destinations may extend each other, in any order") {
  const configuration config = read(
      "[destinations.a]\nextends = 'b'\nmax-files = 1\n"
      "[destinations.b]\nextends = 'c'\ntitle = 'B'\n"
      "[destinations.c]\nextends = 'zoom-picture'\nmax-files = 9\n");
  const destination* const a = config.find_destination("a");
  REQUIRE(a != nullptr);
  CHECK(a->max_files->value == 1);
  CHECK(a->title == "destination 'a'");
  CHECK(config.find_destination("b")->title == "B");
  CHECK(a->service == "Zoom");
  CHECK(a->name == "a");
  CHECK(a->picture_aspect->value == ratio{1, 1});
  CHECK(config.find_destination("b")->max_files->value == 9);
}

/// d0000 extends d0001, that extends d0002, and so on; the last one extends nothing.
std::string chain_of(int length, bool backwards) {
  const auto name = [&](int i) {
    const std::string digits = std::to_string(backwards ? 9999 - i : i);
    return "d" + std::string(4 - digits.size(), '0') + digits;
  };
  std::string text;
  for (int i = 0; i < length; ++i) {
    text += "[destinations." + name(i) + "]\nmax-files = 1\n";
    text += i + 1 < length ? "extends = '" + name(i + 1) + "'\n" : "";
  }
  return text;
}

TEST_CASE("a chain of destinations has an end") {
  for (const bool backwards : {false, true}) {
    CHECK(error_text(chain_of(16, backwards)) == "(accepted)");
    CHECK(error_text(chain_of(17, backwards)).find("a chain of more than 16 destinations") != std::string::npos);
    CHECK(error_text(chain_of(1000, backwards)).find("a chain of more than 16 destinations") != std::string::npos);
  }
  CHECK(error_text(chain_of(1001, false)).find("1001 destinations; at most 1000 are allowed") != std::string::npos);
}

TEST_CASE("a configuration may be moved") {
  configuration first = read("[destinations.stage]\ntitle = 'short'\n");
  const configuration second = std::move(first);
  CHECK(second.find_destination("stage")->title == "short");
}

TEST_CASE("every mistake is refused with its place and what to write instead") {
  struct mistake {
    std::string_view text;
    std::string_view message;
  };
  constexpr mistake mistakes[] = {
      {"rules = ", "conf.toml:1:"},
      {"[rules]\na b = 1", "conf.toml:2:"},
      {"destinaton = 'zoom-picture'", "conf.toml:1:1: unknown key 'destinaton'; did you mean 'destination'?"},
      {"[rule]", "conf.toml:1:2: unknown key 'rule'; did you mean 'rules'?"},
      {"destination = 'zoom-pictures'",
       "conf.toml:1:15: unknown destination 'zoom-pictures'; did you mean 'zoom-picture'?"},
      {"destination = 7", "conf.toml:1:15: 'destination' must be the name of a destination"},
      {"rules = 1", "conf.toml:1:9: 'rules' must be a table, written [rules]"},
      {"[rules]\ntruncatd = 'off'", "conf.toml:2:1: unknown rule 'truncatd'; did you mean 'truncated'?"},
      {"[rules]\ntruncated = 'of'", "conf.toml:2:13: unknown severity 'of'; did you mean 'off'?"},
      {"[rules]\ntruncated = 'fatal'",
       "conf.toml:2:13: unknown severity 'fatal'; choose from off, note, warning, error"},
      {"[rules]\ntruncated = false", "conf.toml:2:13: 'truncated' must be \"off\", \"note\", \"warning\" or \"error\""},
      {"destinations = 1", "conf.toml:1:16: 'destinations' must be a table, written [destinations]"},
      {"[destinations]\nstage = 1",
       "conf.toml:2:9: 'destinations.stage' must be a table, written [destinations.stage]"},
      {"[destinations.zoom-picture]", "conf.toml:1:15: 'zoom-picture' is built in; give yours another name"},
      {"[destinations.a]\nmax-byte = 1",
       "conf.toml:2:1: unknown key 'max-byte' in a destination; did you mean 'max-bytes'?"},
      {"[destinations.a]\nextends = 'zoom'", "conf.toml:2:11: unknown destination 'zoom'; did you mean 'zoom-"},
      {"[destinations.a]\nextends = 1", "conf.toml:2:11: 'extends' must be the name of a destination"},
      {"[destinations.a]\nextends = 'a'", "conf.toml:2:11: destination 'a' extends itself"},
      {"[destinations.a]\nextends = 'b'\n[destinations.b]\nextends = 'a'",
       "conf.toml:4:11: destination 'a' extends itself"},
      {"[destination.a]", "'destination' must be the name of a destination; define one in [destinations"},
      {"\xFF\xFE[", "conf.toml:1:1: the file is UTF-16; save it as UTF-8"},
      {std::string_view{"[\0r\0", 4}, "conf.toml:1:1: the file is UTF-16; save it as UTF-8"},
      {"[destinations.a]\ntitle = ''", "conf.toml:2:9: 'title' must be a string"},
      {"[destinations.a]\nservice = 1", "conf.toml:2:11: 'service' must be a string"},
      {"[destinations.a]\nformats = 'png'", "conf.toml:2:11: 'formats' must be a list of formats"},
      {"[destinations.a]\nformats = []", "conf.toml:2:11: 'formats' must not be empty"},
      {"[destinations.a]\nformats = [1]", "conf.toml:2:12: a format must be a string"},
      {"[destinations.a]\nformats = ['png', 'jpg']", "conf.toml:2:19: unknown format 'jpg'; did you mean 'jpeg'?"},
      {"[destinations.a]\nformats = ['pgn']", "conf.toml:2:12: unknown format 'pgn'; did you mean 'png'?"},
      {"[destinations.a]\nmax-bytes = 0", "conf.toml:2:13: 'max-bytes' must be a number of bytes above 0"},
      {"[destinations.a]\nmax-bytes = -1", "'max-bytes' must be a number of bytes above 0"},
      {"[destinations.a]\nmax-bytes = '15 MB'", "'max-bytes' must be a number of bytes above 0"},
      {"[destinations.a]\nsafe-max-bytes = 1.5", "'safe-max-bytes' must be a number of bytes above 0"},
      {"[destinations.a]\nmax-bytes = 1\nsafe-max-bytes = 2",
       "conf.toml:1:1: 'safe-max-bytes' (2) is larger than 'max-bytes' (1)"},
      {"[destinations.a]\nvideo-min = '1280'", "'video-min' must be a size such as"},
      {"[destinations.a]\nvideo-min = '1280x720x1'", "'video-min' must be a size such as"},
      {"[destinations.a]\nvideo-max = [1280]", "'video-max' must be a size such as"},
      {"[destinations.a]\nvideo-max = [0, 720]", "'video-max' must be a size such as"},
      {"[destinations.a]\nvideo-max = ['1', '2']", "'video-max' must be a size such as"},
      {"[destinations.a]\npicture-min = '99999999999x1'", "'picture-min' must be a size such as"},
      {"[destinations.a]\npicture-min = true", "'picture-min' must be a size such as"},
      {"[destinations.a]\nvideo-min='100x100'\nvideo-max='50x200'", "'video-min' is larger than 'video-max'"},
      {"[destinations.a]\naspect = '16x9'", "'aspect' must be an aspect such as"},
      {"[destinations.a]\naspect = 1.78", "'aspect' must be an aspect such as"},
      {"[destinations.a]\nmax-files = 0", "'max-files' must be a number of files above 0"},
      {"[destinations.a]\nmax-files = 4294967296", "'max-files' must be a number of files above 0"},
      {"[destinations.a]\nadvise-opaque = 'no'", "'advise-opaque' must be true or false"},
  };
  for (const mistake& mistake : mistakes) {
    CAPTURE(mistake.text);
    const std::string error = error_text(mistake.text);
    CAPTURE(error);
    CHECK(error.starts_with("conf.toml:"));
    CHECK(error.find(mistake.message) != std::string::npos);
  }
}

TEST_CASE("a letter above ASCII is refused where TOML has none, and taken where it has") {
  CHECK(error_text("x = 1\n  cl\xC3\xA9 = 1\n") ==
        "conf.toml:2:5: non-ASCII character outside quotes; put the name in quotes");
  for (const std::string_view refused : {
           "\xC2\xA1",
           "[\xC3\xA9]",
           "x = 'a'\xC3\xA9",
           "x = \"a\\\"\"\xC3\xA9",
           "x = 'a\\'\xC3\xA9",
           "x = 1'\xC3\xA9",
           "x = 1'\xC3\xA9'",
           "x = 'a'\"\xC3\xA9\"",
           "x = \"\"\"a\\\n \xC3\xA9\"\"\"",
           "x = \"\"\"a\"\"\xC3\xA9\"\"\"\xC3\xA9",
           "x = '''a''\xC3\xA9'''\xC3\xA9",
       }) {
    CAPTURE(refused);
    CHECK(error_text(refused).find("non-ASCII character") != std::string::npos);
  }
  CHECK(error_text("a=+{\"\xD0\x85").find("Error while parsing value") != std::string::npos);
  for (const std::string_view taken : {
           "\xEF\xBB\xBF[rules]\n",
           "\xEF\xBB\xBF# \xC3\xA9\n[rules]\n",
           "# \xC3\xA9\n[rules]\n",
           "[destinations.'\xC3\xA9']\nextends = 'zoom-picture'\n",
           "[destinations.\"\xC3\xA9\"]\nextends = \"zoom-picture\"\n",
       }) {
    CAPTURE(taken);
    CHECK(error_text(taken) == "(accepted)");
  }
}

TEST_CASE("what a configuration does not say, the one further out does") {
  const configuration outer = read_configuration(
      "destination = 'a'\n[rules]\ntruncated = 'warning'\n[destinations.a]\nextends = 'zoom-picture'\nmax-files = 3\n"
      "title = 'A'\n[destinations.b]\nextends = 'a'\n",
      "outer.toml");
  SECTION("nothing of its own") {
    const configuration inner = read_configuration("", "inner.toml", &outer);
    CHECK(inner.usual_destination().value == "a");
    CHECK(inner.find_destination("a") == outer.find_destination("a"));
    const auto parts = inner.outermost_first();
    REQUIRE(parts.size() == 2);
    CHECK(parts.front() == &outer);
    CHECK(parts.back() == &inner);
    CHECK(inner.hash.value() != outer.hash.value());
  }
  SECTION("a destination of the same name adds to it") {
    const configuration inner = read_configuration("[destinations.a]\nmax-bytes = 7\n", "inner.toml", &outer);
    const destination* const a = inner.find_destination("a");
    REQUIRE(a != nullptr);
    CHECK(a->max_bytes.value == 7);
    CHECK(a->max_files->value == 3);
    CHECK(a->title == "A");
    CHECK(a->service == "Zoom");
    CHECK(inner.find_destination("b")->max_bytes.value == outer.find_destination("b")->max_bytes.value);
    CHECK(inner.destination_names().size() == all_destinations.size() + 2);
  }
  SECTION("extends may name one further out, also of its own name") {
    for (const std::string_view name : {"a", "b", "c"}) {
      const configuration inner = read_configuration(
          "[destinations." + std::string{name} + "]\nextends = 'a'\nmax-bytes = 7\n", "inner.toml", &outer);
      const destination* const made = inner.find_destination(name);
      REQUIRE(made != nullptr);
      CHECK(made->max_bytes.value == 7);
      CHECK(made->max_files->value == 3);
      CHECK(made->name == name);
    }
  }
  SECTION("extends another one starts anew") {
    const configuration inner =
        read_configuration("[destinations.a]\nextends = 'zoom-background'\n", "inner.toml", &outer);
    CHECK(inner.find_destination("a")->title == "destination 'a'");
    CHECK(inner.find_destination("a")->max_files->value == destinations::zoom_background.max_files->value);
  }
  SECTION("its own destination wins, and the usual one may be one further out") {
    CHECK(read_configuration("destination = 'zoom-background'", "inner.toml", &outer).usual_destination().value ==
          "zoom-background");
    CHECK(read_configuration("destination = 'b'", "inner.toml", &outer).usual_destination().value == "b");
    CHECK_THROWS_AS(read_configuration("destination = 'd'", "inner.toml", &outer), fatal_error);
  }
}

TEST_CASE("only root = true ends the search") {
  using preflight::cli::ends_search;
  CHECK(ends_search("root = true", "conf.toml"));
  CHECK_FALSE(ends_search("root = false", "conf.toml"));
  CHECK_FALSE(ends_search("", "conf.toml"));
  CHECK(error_text("root = 1") == "conf.toml:1:8: 'root' must be true or false");
  CHECK(error_text("[rules]\nroot = true").find("unknown rule 'root'") != std::string::npos);
}
