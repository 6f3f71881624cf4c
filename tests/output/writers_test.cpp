#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/output/all.hpp>
#include <preflight/upload/output/all.hpp>

#include "harness/catch.hpp"
#include "harness/places.hpp"

using namespace preflight;

namespace {

struct sample_file {
  std::string path;
  preflight::report report;
  bool was_read = true;
  bool is_from_cli = false;
};

facts picture() {
  facts file;
  file.format = format::png;
  file.file_size = 240'000;
  file.coded = file.canvas = {1920, 1080};
  file.bit_depth = 8;
  file.channels = 3;
  file.has_alpha = false;
  file.animated = false;
  file.frames = 1;
  return file;
}

facts animation() {
  facts file = picture();
  file.format = format::gif;
  file.animated = true;
  file.frames = 1'200;
  file.frames_at_least = true;
  file.coded = file.canvas = {300, 200};
  return file;
}

facts rotated_video() {
  facts file;
  file.format = format::mov;
  file.file_size = 12'582'912;
  file.duration = 185'500;
  file.timescale = 1'000;
  file.video_tracks = 1;
  file.audio_tracks = 1;
  video_track& track = file.tracks[0];
  track.codec = fourcc("avc1");
  track.sample_entry = track.track_header = track.codec_configuration = {1920, 1080};
  track.matrix.rotation = 90;
  track.pixels = usual_layout;
  track.samples = 5'559;
  track.length = {185'500, 1'000};
  file.coded = track.sample_entry;
  return file;
}

sample_file make_file(std::string path, const facts& file, bool is_from_cli = false) {
  sample_file result{std::move(path), {}, true, is_from_cli};
  result.report.file = file;
  result.report.bytes_read = 4'096;
  engine::judge(subject{result.report.file, result.path}, destinations::zoom_background, severities{}, result.report);
  return result;
}

sample_file make_unreadable(std::string path) {
  sample_file file{std::move(path), {}, false, false};
  const failure reason{failure_code::unreadable, "permission denied"};
  engine::judge(subject{file.report.file, file.path, &reason}, destinations::zoom_background, severities{},
                file.report);
  return file;
}

std::vector<sample_file> sample_files() {
  std::vector<sample_file> all;
  all.push_back(make_file("a/found.png", picture()));
  all.push_back(make_file("a/named.png", picture(), true));
  all.push_back(make_file("a/turned\n::error::\xE2\x80\xAE.mov", rotated_video()));
  all.push_back(make_file("a/\xFF.gif", animation()));
  all.push_back(make_unreadable("locked.png"));
  return all;
}

/// Puts a whole run together, as the contract of writers says.
std::string run_output(const writer& writer, const std::vector<sample_file>& files, const appearance& look,
                       bool judged = true) {
  std::string out;
  run_summary run;
  run.judged = judged;
  std::string files_text;
  writer.begin(out, look);
  bool is_begun = false;
  for (const sample_file& file : files) {
    if (!judged && !file.was_read) {
      continue;
    }
    std::string text;
    writer.file(text,
                {file.path, file.report, judged ? &destinations::zoom_background : nullptr, check_depth::structure,
                 file.was_read, file.is_from_cli},
                look);
    if (!text.empty()) {
      files_text += (is_begun ? std::string{writer.between} : std::string{}) + text;
      is_begun = true;
    }
    run.add(file.report);
  }
  run.title = destinations::zoom_background.title;
  if (judged) {
    run.configurations = {"media-preflight.toml", "<odd> \"name\".toml"};
    run.skipped.counts = {2, 1, 0};
    run.skipped.paths = {{"link", skip_reason::linked_folder}, {"old.png", skip_reason::tracked_file}};
  }
  run.elapsed_seconds = 0.25;
  if (writer.finish != nullptr) {
    writer.finish(out, files_text, run, look);
  } else {
    out += files_text;
    writer.end(out, run, look);
  }
  return out;
}

/// An item of each outcome, put together as the contract of writers says.
std::string items_output(const upload::item_writer& writer, const appearance& look) {
  const sample_file turned = make_file("a/turned.mov", rotated_video());
  const sample_file animated = make_file("a/\xFF.gif", animation());
  const std::string sha256(64, 'a');
  const std::array<upload::written_deletion, 2> deletions{{{"id-8", "old.png"}, {"id-9", "older\n.png"}}};
  using enum upload_outcome;
  const std::vector<upload::written_item> items{
      {"user:a@x.org", "background", "a/b.png", sha256, planned, {}, {}, 0, {}, 0, {}, {}, {}},
      {"user:a@x.org",
       "background",
       "a/\xFF.gif",
       sha256,
       sent,
       "id-1",
       {},
       0,
       {},
       201,
       {},
       {},
       animated.report.findings()},
      {"group:g", "background", "a/b.png", sha256, already_there, "id-2", {}, 0, {}, 0, {}, "Sent on 2026-11-22.", {}},
      {"user:b\n@x.org", "background", "a/turned.mov", {}, refused, {}, {}, 0, {}, 0, {}, {}, turned.report.findings()},
      {"user:c@x.org", "picture", "c.png", sha256, refused, {}, {}, 0, {}, 404, 1001, "User does not exist: <c>.", {}},
      {"user:d@x.org", "picture", "d.png", sha256, failed, {}, {}, 0, {}, 500, -1, "Nothing was stored.", {}},
      {"account:me", "background", "e.png", sha256, queued, {}, {}, 0, {}, 429, {}, "No more calls today.", {}},
      {"account:me", "background", "f.png", sha256, unknown, {}, {}, 0, {}, 0, {}, "The answer was lost.", {}},
      {"user:e@x.org", "background", "g.png", sha256, planned, {}, {}, 0, {}, 0, {}, {}, {}, deletions},
      {"user:e@x.org", "background", "g.png", sha256, sent, "id-3", {}, 0, {}, 201, {}, {}, {}, deletions, true},
      {"user:e@x.org",
       "background",
       "h.png",
       sha256,
       failed,
       {},
       {},
       0,
       {},
       0,
       {},
       "No room.",
       {},
       deletions,
       std::nullopt},
  };
  std::string out;
  upload::item_summary run;
  run.elapsed_seconds = 0.25;
  writer.begin(out, look);
  bool is_begun = false;
  for (const upload::written_item& item : items) {
    std::string text;
    writer.item(text, item, look);
    if (!text.empty()) {
      out += (is_begun ? std::string{(writer_named(writer.name) != nullptr ? writer_named(writer.name)->between
                                                                           : std::string_view{})}
                       : std::string{}) +
             text;
      is_begun = true;
    }
    run.add(item.outcome, item.findings);
  }
  writer.end(out, run, look);
  return out;
}

std::string approved_text(const std::string& name, const std::string& actual) {
  const std::string file = std::string{preflight::test::project_folder} + "/tests/output/expected/" + name + ".txt";
  if (std::getenv("MEDIA_PREFLIGHT_BLESS") != nullptr) {
    std::ofstream{file, std::ios::binary} << actual;
  }
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

std::string cut_out(std::string text, std::string_view begin, std::string_view end) {
  const std::size_t start = text.find(begin) + begin.size();
  return text.erase(start, text.find(end, start) - start);
}

/// Without what has nothing to do with the files, and tests of its own.
std::string essentials(std::string_view name, const std::string& text) {
  if (name == writers::sarif.name) {
    return cut_out(text, "\"rules\":[\n", "\n]}");
  }
  return name == writers::html.name ? cut_out(cut_out(text, "<style>", "</style>"), "<script>", "</script>") : text;
}

}  // namespace

TEST_CASE("every form of output is what was last approved") {
  INFO("If the new output is right: run this test with MEDIA_PREFLIGHT_BLESS=1, and read the difference line by line.");
  for (const writer* writer : all_writers) {
    CAPTURE(writer->name);
    const std::string judged = essentials(writer->name, run_output(*writer, sample_files(), {.with_statistics = true}));
    CHECK(judged == approved_text(std::string{writer->name}, judged));
    if (writer->writes_facts) {
      const std::string facts_only = run_output(*writer, sample_files(), {}, false);
      CHECK(facts_only == approved_text("facts/" + std::string{writer->name}, facts_only));
    }
  }
  for (const upload::item_writer* writer : upload::all_item_writers) {
    CAPTURE(writer->name);
    CHECK((writer_named(writer->name) != nullptr || writer == &upload::writers::csv));  // of items alone
    const std::string sent = items_output(*writer, {});
    CHECK(sent == approved_text("items/" + std::string{writer->name}, sent));
  }
  const std::string items_on_terminal = items_output(upload::writers::text, {.colour = true, .columns = 72});
  CHECK(items_on_terminal == approved_text("items/terminal", items_on_terminal));
  const std::string terminal = run_output(writers::text, sample_files(), {.colour = true, .columns = 72});
  CHECK(terminal == approved_text("terminal", terminal));
}

TEST_CASE("names of writers are legal and their own") {
  std::set<std::string_view> names;
  for (const writer* writer : all_writers) {
    CHECK(names.insert(writer->name).second);
    CHECK(std::all_of(writer->name.begin(), writer->name.end(), [](char c) { return c >= 'a' && c <= 'z'; }));
    CHECK(writer_named(writer->name) == writer);
  }
  CHECK(writer_named("nothing") == nullptr);
}

TEST_CASE("every form of output can say that there was nothing") {
  for (const writer* writer : all_writers) {
    CHECK(run_output(*writer, {}, {}).empty() == (writer == &writers::concise));
  }
  CHECK(nlohmann::json::parse(run_output(writers::json, {}, {}))["files"].empty());
  CHECK(nlohmann::json::parse(run_output(writers::ndjson, {}, {}))["files"] == 0);
}

TEST_CASE("a terminal's lines are kept to its width") {
  for (const unsigned columns : {40U, 72U, 80U, 120U}) {
    const std::string text = run_output(writers::text, sample_files(), {.columns = columns});
    std::size_t start = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; start = end + 1, end = text.find('\n', start)) {
      const std::string line = text.substr(start, end - start);
      const bool has_command_or_long_word =
          line.find("ffmpeg") != std::string::npos || line.find("scale=") != std::string::npos ||
          line.find("convert") != std::string::npos || line.find("PASS") == 0 || line.find("FAIL") == 0 ||
          line.find("WARN") == 0 || line.find("files for") != std::string::npos;
      CAPTURE(line, columns);
      CHECK((display_width(line) <= columns || has_command_or_long_word));
    }
  }
}

TEST_CASE("--quiet shows the failures and their errors, nothing else") {
  const std::string quiet = run_output(writers::text, sample_files(), {.only_failures = true});
  CHECK(quiet.find("PASS") == std::string::npos);
  CHECK(quiet.find("WARN") == std::string::npos);
  CHECK(quiet.find("warning") == std::string::npos);
  CHECK(quiet.find("How to fix") == std::string::npos);
  CHECK(quiet.find("FAIL  a/turned") != std::string::npos);
  CHECK(quiet.find("FAIL  locked.png") != std::string::npos);
  CHECK(run_output(writers::text, {make_file("a.png", picture(), true)}, {.only_failures = true}).empty());
}

TEST_CASE("how long it took is said in the unit of its size") {
  const auto shown = [](double seconds) {
    std::string text;
    writers::append_elapsed(text, seconds, {});
    return text;
  };
  CHECK(shown(0) == " (0.0 ms)\n");
  CHECK(shown(0.00125) == " (1.2 ms)\n");
  CHECK(shown(0.02) == " (20 ms)\n");
  CHECK(shown(3.25) == " (3.2 s)\n");
  CHECK(shown(119.99) == " (119.9 s)\n");
  CHECK(shown(120) == " (2 min 0 s)\n");
  CHECK(shown(3599.5) == " (59 min 59 s)\n");
  CHECK(shown(3723) == " (1 h 2 min 3 s)\n");
  CHECK(shown(1e12) == " (277,777,777 h 46 min 40 s)\n");
}

TEST_CASE("one is said as one") {
  const auto totals = [](std::uint64_t items) {
    upload::item_summary run;
    for (std::uint64_t i = 0; i < items; ++i) {
      run.add(upload_outcome::sent, {});
    }
    std::string text;
    upload::writers::append_item_totals(text, run, {});
    return text;
  };
  CHECK(totals(1) == "\n1 item: 1 sent (0.0 ms)\n");
  CHECK(totals(1200) == "\n1,200 items: 1,200 sent (0.0 ms)\n");
  CHECK(run_output(writers::text, {make_file("a.png", picture(), true)}, {}).find("\n1 file for ") !=
        std::string::npos);
}

TEST_CASE("text has colour only where it is wanted") {
  CHECK(run_output(writers::text, sample_files(), {}).find('\x1b') == std::string::npos);
  CHECK(run_output(writers::text, sample_files(), {.colour = true}).find('\x1b') != std::string::npos);
  for (const writer* writer : {&writers::json, &writers::ndjson}) {
    CHECK(run_output(*writer, sample_files(), {}) ==
          run_output(*writer, sample_files(), {.colour = true, .only_failures = true, .columns = 20}));
  }
}
