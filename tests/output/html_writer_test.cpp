#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/output/html/html.hpp>

#include "harness/catch.hpp"

using namespace preflight;

namespace {

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

std::string figure_of(std::string_view rule_id, std::string_view actual, std::string_view limit) {
  finding drawn;
  for (const file_rule* rule : all_rules) {
    drawn.rule = rule->id == rule_id ? rule : drawn.rule;
  }
  REQUIRE(drawn.rule != nullptr);
  drawn.severity = drawn.rule->severity;
  drawn.actual << actual;
  drawn.limit << limit;
  std::string out;
  writers::append_size_figure(out, drawn);
  return out;
}

}  // namespace

TEST_CASE("a page has a ceiling, and files that pass are left out before those that fail") {
  const std::size_t third = writers::max_card_bytes / 3;
  std::string cards;
  for (const char verdict : {'p', 'f', 'p', 'w', 'p', 'f'}) {
    cards += verdict;
    cards += "<article class=\"";
    cards += verdict;
    cards += "\">" + std::string(third - 100, 'x') + "</article>\n";
  }
  run_summary run;
  run.files = 6;
  run.failed = 2;
  std::string page;
  writers::append_page(page, cards, run);
  CHECK(page.size() < 20'000'000);
  CHECK(count_of(page, "<article class=\"f\">") == 2);
  CHECK(count_of(page, "<article class=\"w\">") == 1);
  CHECK(count_of(page, "<article class=\"p\">") == 0);
  CHECK(count_of(page, "3 files are not shown") == 1);
  CHECK(count_of(page, "</article>\n") == 3);
}

TEST_CASE("thumbnails are on a page only where it has room for all of them") {
  const auto page_of = [](std::size_t files, std::size_t length) {
    const report passed{};
    std::string cards;
    run_summary run;
    const std::string jpeg(length, 'x');
    for (std::size_t i = 0; i < files; ++i) {
      written_file file{"a.png", passed, &destinations::zoom_background};
      file.thumbnail = jpeg;
      writers::html.file(cards, file, {});
      run.add(passed);
    }
    std::string page;
    writers::html.finish(page, cards, run, {});
    return page;
  };
  const std::string small = page_of(2, 6);
  CHECK(count_of(small,
                 "<img class=\"thumbnail\" alt=\"\" loading=\"lazy\" decoding=\"async\" "
                 "src=\"data:image/jpeg;base64,eHh4eHh4\"></div></article>\n") == 2);
  CHECK(count_of(small, "\x01") == 0);
  const std::string large = page_of(2'000, 8'192);
  CHECK(large.size() < 20'000'000);
  CHECK(count_of(large, "<article") == 2'000);
  CHECK(count_of(large, "<img") == 0);
  CHECK(count_of(large, "\x01") == 0);
  CHECK(count_of(page_of(1'000, 8'192), "<img") == 1'000);
  CHECK(count_of(page_of(3, 0), "<img") == 0);
}

TEST_CASE("the headline says what matters") {
  const auto headline = [](std::uint64_t failed, std::uint64_t warned, std::uint64_t passed) {
    run_summary run;
    run.failed = failed;
    run.warned = warned;
    run.passed = passed;
    run.files = failed + warned + passed;
    std::string out;
    writers::append_headline(out, run);
    return out;
  };
  CHECK(headline(0, 0, 0) == "Nothing to check");
  CHECK(headline(1, 0, 0) == "1 of 1 file fails");
  CHECK(headline(1, 2, 1'997) == "1 of 2,000 files fails");
  CHECK(headline(1'200, 0, 800) == "1,200 of 2,000 files fail");
  CHECK(headline(0, 1, 0) == "1 file passes, with warnings");
  CHECK(headline(0, 2, 3) == "5 files pass, 2 with warnings");
  CHECK(headline(0, 0, 1) == "The file passes");
  CHECK(headline(0, 0, 2) == "All 2 files pass");
}

TEST_CASE("a limit is drawn to scale against what the file has") {
  const std::string frames = figure_of("video-too-small", "427x240", "480x360");
  CHECK(count_of(frames, "aria-label=\"427x240 pixels against a limit of 480x360 pixels\"") == 1);
  CHECK(count_of(frames, "<rect class=\"limit\" x=\"1.0\" y=\"1.0\" width=\"136.0\" height=\"102.0\"/>") == 1);
  CHECK(count_of(frames, "<rect class=\"actual\" x=\"1.0\" y=\"35.0\" width=\"121.0\" height=\"68.0\"/>") == 1);

  const std::string bar = figure_of("file-too-large", "31457280", "15728640");
  CHECK(count_of(bar, "aria-label=\"31,457,280 bytes against a limit of 15,728,640 bytes\"") == 1);
  CHECK(count_of(bar, "<rect class=\"actual\" x=\"1.0\" y=\"6.0\" width=\"182.0\"") == 1);
  CHECK(count_of(bar, "<rect class=\"limit\" x=\"1.0\" y=\"1.0\" width=\"91.0\"") == 1);

  const std::string crop = figure_of("not-widescreen", "400x400", "16:9");
  CHECK(count_of(crop, "<rect class=\"actual\" x=\"1.0\" y=\"1.0\" width=\"102.0\" height=\"102.0\"/>") == 1);
  CHECK(count_of(crop, "width=\"102.0\" height=\"57.4\"/>") == 1);
}

TEST_CASE("a remedy is words and the commands that can be copied") {
  const auto shown = [](std::string_view fix) {
    std::string out;
    writers::append_fix(out, fix);
    return out;
  };
  CHECK(shown("Use a larger version.") == "<p class=\"fix\">Use a larger version.</p>");
  CHECK(shown("Rename it: the name counts.") == "<p class=\"fix\">Rename it: the name counts.</p>");
  const std::string one = shown("Use another, or convert it: ffmpeg -i FILE \"a:b\" out.mp4");
  CHECK(one.starts_with("<p class=\"fix\">Use another, or convert it:</p>"));
  CHECK(count_of(one, "<code>ffmpeg -i FILE &quot;a:b&quot; out.mp4</code>") == 1);
  const std::string two = shown("Make it a video: ffmpeg a.mp4, or keep one frame: ffmpeg a.png");
  CHECK(count_of(two, "<p class=\"fix\">Make it a video:</p>") == 1);
  CHECK(count_of(two, "<code>ffmpeg a.mp4</code>") == 1);
  CHECK(count_of(two, "<p class=\"fix\">or keep one frame:</p>") == 1);
  CHECK(count_of(two, "<code>ffmpeg a.png</code>") == 1);
  CHECK(count_of(two, "<button") == 2);
  CHECK(shown("").empty());
  CHECK(count_of(shown("Convert it: "), "<code></code>") == 1);
}

TEST_CASE("what is no size is not drawn") {
  const std::array<std::array<std::string_view, 3>, 9> cases{{{"video-too-small", "", "480x360"},
                                                              {"video-too-small", "427", "480x360"},
                                                              {"video-too-small", "427x", "480x360"},
                                                              {"video-too-small", "0x240", "480x360"},
                                                              {"video-too-small", "427x240", "480x360x2"},
                                                              {"file-too-large", "12 MB", "15728640"},
                                                              {"file-too-large", "99999999999999999999", "15728640"},
                                                              {"not-widescreen", "400x400", "16x9"},
                                                              {"empty-file", "0", "1"}}};
  for (const auto& [rule, actual, limit] : cases) {
    CAPTURE(rule, actual, limit);
    CHECK(figure_of(rule, actual, limit).empty());
  }
  CHECK(count_of(figure_of("video-too-large", "4294967295x1", "1x4294967295"), "<rect") == 2);
}
