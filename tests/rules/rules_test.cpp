#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <preflight/engine/engine.hpp>
#include <preflight/rules/all.hpp>
#include <preflight/rules/shown_limit.hpp>
#include <preflight/upload/rules/every_rule.hpp>

#include "harness/catch.hpp"
#include "rules/judged_case.hpp"
#include "rules/rule_cases.hpp"
#include "sniff/crafted/png.hpp"

using namespace preflight;
using namespace preflight::test;

namespace {

std::vector<std::string_view> rule_ids(const report& result) {
  std::vector<std::string_view> ids;
  for (const finding& finding : result.findings()) {
    ids.push_back(finding.rule->id);
  }
  return ids;
}

std::size_t rule_position(std::string_view id) {
  const auto& rules = upload::every_rule();
  return static_cast<std::size_t>(std::find(rules.begin(), rules.end(), upload::any_rule_named(id)) - rules.begin());
}

std::string case_name(const rule_case& test) { return std::string{test.rule}.append(": ").append(test.name); }

}  // namespace

TEST_CASE("each case is found to have what it should, and nothing else") {
  for (const rule_case& test : all_rule_cases()) {
    INFO(case_name(test));
    std::vector<std::string_view> wanted = test.also;
    if (test.outcome == expected::firing) {
      wanted.push_back(test.rule);
    }
    std::sort(wanted.begin(), wanted.end(), [](auto a, auto b) { return rule_position(a) < rule_position(b); });
    CHECK(rule_ids(case_report(test)) == wanted);
  }
}

TEST_CASE("a finding says what is wrong in one whole sentence, and how to mend it") {
  for (const rule_case& test : all_rule_cases()) {
    if (test.outcome != expected::firing) {
      continue;
    }
    INFO(case_name(test));
    const report result = case_report(test);
    const finding* finding = result.first(test.rule);
    REQUIRE(finding != nullptr);
    const std::string_view message = finding->message.text();
    INFO(message);
    CHECK(message.size() < 400);
    CHECK(message.ends_with('.'));
    CHECK_FALSE(message.ends_with(".."));
    REQUIRE_FALSE(message.empty());
    CHECK((std::isupper(static_cast<unsigned char>(message.front())) != 0 ||
           std::isdigit(static_cast<unsigned char>(message.front())) != 0));
    CHECK(message.find(". ") == std::string_view::npos);
    CHECK_FALSE(finding->fix.empty());
    CHECK(finding->fix.text().size() < 320);
    CHECK(finding->actual.text().size() < 64);
    CHECK(finding->limit.text().size() < 64);
    for (const std::string_view text : {message, finding->fix.text(), finding->actual.text(), finding->limit.text()}) {
      CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
      CHECK(text.find('!') == std::string_view::npos);
    }
  }
}

TEST_CASE("a finding against a limit of the destination names that limit, and the destination cites its source") {
  for (const rule_case& test : all_rule_cases()) {
    const rule_info* rule = upload::any_rule_named(test.rule);
    if (test.outcome != expected::firing || rule->limit.empty() || test.destination == &anything) {
      continue;
    }
    INFO(case_name(test));
    const report result = case_report(test);
    REQUIRE(result.first(test.rule) != nullptr);
    CHECK_FALSE(result.first(test.rule)->limit.empty());
    const std::optional<shown_limit> limit = limit_of(*rule, *test.destination);
    REQUIRE(limit);
    CHECK_FALSE(limit->value.empty());
    CHECK_FALSE(limit->citation.source.empty());
    CHECK_FALSE(limit->citation.read.empty());
  }
}

TEST_CASE("of a file that could not be read nothing else is said, whatever its facts are") {
  const failure reason{failure_code::unreadable, "permission denied"};
  const facts nothing_known;
  const run_position eleventh{10, "the same"};
  report result;
  engine::judge({.file = nothing_known, .name = "a", .not_read = &reason, .in_run = &eleventh},
                destinations::zoom_background, severities{}, result);
  CHECK(rule_ids(result) == std::vector<std::string_view>{"unreadable"});
}

TEST_CASE("a rule that is off stays silent, and one that is lowered does not fail the file") {
  const facts upright = video({1080, 1920});
  severities levels;
  REQUIRE(levels.set(engine::all_rules, "video-too-large", severity::warning));
  report lowered;
  engine::judge({.file = upright, .name = "a.mp4"}, destinations::zoom_background, levels, lowered);
  CHECK(lowered.verdict() == verdict::warn);
  REQUIRE(levels.set(engine::all_rules, "video-too-large", severity::off));
  report silenced;
  engine::judge({.file = upright, .name = "a.mp4"}, destinations::zoom_background, levels, silenced);
  CHECK(silenced.verdict() == verdict::pass);
  CHECK_FALSE(levels.set(engine::all_rules, "video-too-big", severity::off));
}

TEST_CASE("what cannot be otherwise cannot be lowered") {
  const failure reason{failure_code::unreadable, "permission denied"};
  const facts nothing_known;
  severities levels;
  CHECK_FALSE(levels.set(engine::all_rules, "unreadable", severity::off));
  report result;
  engine::judge({.file = nothing_known, .name = "a.png", .not_read = &reason}, destinations::zoom_background, levels,
                result);
  CHECK(result.verdict() == verdict::fail);
}

TEST_CASE("nobody who decodes nothing says that it was decoded") {
  const auto png = crafted::png::picture({}, crafted::png::chunk("tEXt", crafted::bytes{std::string(100'000, 'x')}));
  CHECK(engine::check(png, "a.png", destinations::zoom_background).file.depth_reached == depth::structure);
  const report glanced_at = engine::check(png, "a.png", destinations::zoom_background, depth::header);
  CHECK(glanced_at.file.depth_reached == depth::header);
  CHECK(glanced_at.bytes_read < png.size() / 2);
}

TEST_CASE("a report says how many findings it has no room for, and counts their severity") {
  const auto add = [](report& into, severity severity, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      finding& test = into.next();
      test.rule = &rules::low_resolution;
      test.severity = severity;
      into.keep();
    }
  };
  report result;
  add(result, severity::note, report::capacity);
  CHECK(result.findings().size() == report::capacity);
  CHECK(result.verdict() == verdict::pass);
  CHECK(result.first("findings-omitted") == nullptr);

  add(result, severity::warning, 1);
  CHECK(result.verdict() == verdict::warn);
  add(result, severity::error, 1);
  add(result, severity::note, 1);
  CHECK(result.verdict() == verdict::fail);
  REQUIRE(result.findings().size() == report::capacity + 1);
  const finding& last = result.findings().back();
  CHECK(last.rule == &rules::findings_omitted);
  CHECK(last.severity == severity::error);
  CHECK(std::string_view{last.message} == "3 more findings are left out.");
  CHECK(std::string_view{last.actual} == "17");
  CHECK(std::string_view{last.limit} == "14");
  CHECK(std::string_view{last.fix} == rules::findings_omitted.fix);

  report copied;
  add(copied, severity::note, report::capacity);
  copied.next() = last;
  copied.keep();
  REQUIRE(copied.findings().size() == report::capacity + 1);
  CHECK(std::string_view{copied.findings().back().message} == std::string_view{last.message});

  result.clear();
  CHECK(result.findings().empty());
}

TEST_CASE("findings can be taken out of a report again, but not where some were left out") {
  const auto is_warning = [](const finding& finding) { return finding.severity == severity::warning; };
  report result;
  for (std::size_t i = 0; i < report::capacity; ++i) {
    finding& test = result.next();
    test.rule = &rules::low_resolution;
    test.severity = i % 3 == 0 ? severity::note : severity::warning;
    test.offset = i;
    result.keep();
  }
  report overfull = result;
  result.remove_if(is_warning);
  REQUIRE(result.findings().size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(result.findings()[i].offset == 3 * i);
  }
  CHECK(result.verdict() == verdict::pass);
  result.remove_if([](const finding&) { return true; });
  CHECK(result.findings().empty());

  overfull.next().rule = &rules::low_resolution;
  overfull.keep();
  overfull.remove_if(is_warning);
  CHECK(overfull.findings().size() == report::capacity + 1);
}

TEST_CASE("an offset past the end of the file is left out of the finding") {
  facts file = png({1280, 720});
  for (const std::uint64_t offset : {file.file_size, file.file_size + 1}) {
    CAPTURE(offset);
    file.faults = {};
    file.faults.add(
        {.kind = fault_kind::malformed, .what = "a chunk is broken", .clause = "PNG 5.3", .offset = offset});
    report result;
    engine::judge({.file = file, .name = "a.png"}, destinations::zoom_background, severities{}, result);
    REQUIRE(result.first("malformed") != nullptr);
    CHECK(result.first("malformed")->offset.has_value() == (offset == file.file_size));
  }
}

TEST_CASE("a project's own limits count, in the verdict and in the remedy") {
  destination small = destinations::zoom_background;
  small.title = "our door signs";
  small.max_video_size = {{{1280, 720}, {"house style, page 4", "2026-11-22", confidence::chosen}}};
  small.picture_aspect = {{{4, 3}, {"house style, page 4", "2026-11-22", confidence::chosen}}};
  report result;
  const facts wide = video({1920, 1080});
  engine::judge({.file = wide, .name = "a.mp4"}, small, severities{}, result);
  REQUIRE(result.first("video-too-large") != nullptr);
  CHECK(result.first("video-too-large")->message.text() ==
        "The video is 1920x1080, too wide and too tall; the limit for our door signs is 1280x720.");
  CHECK(result.first("video-too-large")->fix.text().find("scale=1280:720:") != std::string_view::npos);

  report oblong;
  const facts slide = png({2048, 1536});
  engine::judge({.file = slide, .name = "a.png"}, small, severities{}, oblong);
  CHECK(oblong.verdict() == verdict::pass);
}

TEST_CASE("no facts, however extreme, stop the rules") {
  facts f = video({0xFFFF'FFFF, 0xFFFF'FFFF});
  f.file_size = ~std::uint64_t{0};
  f.end = 0;
  f.canvas = {0xFFFF'FFFF, 1};
  f.video_tracks = 0xFFFF'FFFF;
  f.orientation = 255;
  f.channels = 255;
  f.frames = ~std::uint64_t{0};
  f.animated = f.has_alpha = true;
  f.location = location_source::user_data;
  f.external_media = ~std::uint64_t{0};
  for (video_track& track : f.tracks) {
    track = f.tracks[0];
    track.pixel_aspect = {0xFFFF'FFFF, 1};
    track.clean_aperture = {1, 0xFFFF'FFFF};
    track.matrix = {270, true, true};
  }
  destination narrow = destinations::zoom_background;
  narrow.picture_aspect->value = {1, 0xFFFF'FFFF};
  for (std::size_t i = 0; i < format_count; ++i) {
    f.format = static_cast<format>(i);
    report result;
    engine::judge({.file = f, .name = "a"}, narrow, severities{}, result);
    CHECK(result.verdict() == verdict::fail);
  }
}

namespace {

constexpr bool fires(const file_rule& rule, const facts& file, const destination& destination) {
  finding out;
  return rule.check({.file = file, .name = "a.png"}, destination, out);
}
constexpr facts picture_of(extent size) {
  facts f;
  f.format = format::png;
  f.file_size = 1'000;
  f.coded = size;
  return f;
}
static_assert(fires(rules::low_resolution, picture_of({1279, 720}), destinations::zoom_background));
static_assert(!fires(rules::low_resolution, picture_of({1280, 720}), destinations::zoom_background));
static_assert([] {
  for (const file_rule* rule : all_rules) {
    if (fires(*rule, picture_of({1280, 720}), destinations::zoom_background)) {
      return false;
    }
  }
  return true;
}());

}  // namespace
