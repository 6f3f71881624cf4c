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

std::vector<std::string_view> rules_of(const report& found) {
  std::vector<std::string_view> ids;
  for (const finding& each : found.findings()) {
    ids.push_back(each.rule->id);
  }
  return ids;
}

std::size_t place_of(std::string_view id) {
  const auto& rules = upload::every_rule();
  return static_cast<std::size_t>(std::find(rules.begin(), rules.end(), upload::any_rule_named(id)) - rules.begin());
}

std::string described(const rule_case& one) { return std::string{one.rule}.append(": ").append(one.name); }

}  // namespace

TEST_CASE("each case is found to have what it should, and nothing else") {
  for (const rule_case& one : all_rule_cases()) {
    INFO(described(one));
    std::vector<std::string_view> wanted = one.also;
    if (one.outcome == expected::firing) {
      wanted.push_back(one.rule);
    }
    std::sort(wanted.begin(), wanted.end(), [](auto a, auto b) { return place_of(a) < place_of(b); });
    CHECK(rules_of(judged(one)) == wanted);
  }
}

TEST_CASE("a finding says what is wrong in one whole sentence, and how to mend it") {
  for (const rule_case& one : all_rule_cases()) {
    if (one.outcome != expected::firing) {
      continue;
    }
    INFO(described(one));
    const report found = judged(one);
    const finding* said = found.first(one.rule);
    REQUIRE(said != nullptr);
    const std::string_view message = said->message.text();
    INFO(message);
    CHECK(message.size() < 400);
    CHECK(message.ends_with('.'));
    CHECK_FALSE(message.ends_with(".."));
    REQUIRE_FALSE(message.empty());
    CHECK((std::isupper(static_cast<unsigned char>(message.front())) != 0 ||
           std::isdigit(static_cast<unsigned char>(message.front())) != 0));
    CHECK(message.find(". ") == std::string_view::npos);
    CHECK_FALSE(said->fix.empty());
    CHECK(said->fix.text().size() < 320);
    CHECK(said->actual.text().size() < 64);
    CHECK(said->limit.text().size() < 64);
    for (const std::string_view text : {message, said->fix.text(), said->actual.text(), said->limit.text()}) {
      CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
      CHECK(text.find('!') == std::string_view::npos);
    }
  }
}

TEST_CASE("a finding against a limit of the destination names that limit, and the destination cites its source") {
  for (const rule_case& one : all_rule_cases()) {
    const rule_info* about = upload::any_rule_named(one.rule);
    if (one.outcome != expected::firing || about->limit.empty() || one.where == &anything) {
      continue;
    }
    INFO(described(one));
    const report found = judged(one);
    REQUIRE(found.first(one.rule) != nullptr);
    CHECK_FALSE(found.first(one.rule)->limit.empty());
    const std::optional<shown_limit> limit = limit_of(*about, *one.where);
    REQUIRE(limit);
    CHECK_FALSE(limit->value.empty());
    CHECK_FALSE(limit->citation.source.empty());
    CHECK_FALSE(limit->citation.read.empty());
  }
}

TEST_CASE("of a file that could not be read nothing else is said, whatever its facts are") {
  const failure why{failure_code::unreadable, "permission denied"};
  const facts nothing_known;
  const run_position eleventh{10, "the same"};
  report found;
  engine::judge({.file = nothing_known, .name = "a", .not_read = &why, .in_run = &eleventh},
                destinations::zoom_background, severities{}, found);
  CHECK(rules_of(found) == std::vector<std::string_view>{"unreadable"});
}

TEST_CASE("a rule that is off stays silent, and one that is lowered does not fail the file") {
  const facts upright = video({1080, 1920});
  severities how;
  REQUIRE(how.set(engine::all_rules, "video-too-large", severity::warning));
  report lowered;
  engine::judge({.file = upright, .name = "a.mp4"}, destinations::zoom_background, how, lowered);
  CHECK(lowered.verdict() == verdict::warn);
  REQUIRE(how.set(engine::all_rules, "video-too-large", severity::off));
  report silenced;
  engine::judge({.file = upright, .name = "a.mp4"}, destinations::zoom_background, how, silenced);
  CHECK(silenced.verdict() == verdict::pass);
  CHECK_FALSE(how.set(engine::all_rules, "video-too-big", severity::off));
}

TEST_CASE("what cannot be otherwise cannot be lowered") {
  const failure why{failure_code::unreadable, "permission denied"};
  const facts nothing_known;
  severities how;
  CHECK_FALSE(how.set(engine::all_rules, "unreadable", severity::off));
  report found;
  engine::judge({.file = nothing_known, .name = "a.png", .not_read = &why}, destinations::zoom_background, how, found);
  CHECK(found.verdict() == verdict::fail);
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
      finding& one = into.next();
      one.rule = &rules::low_resolution;
      one.severity = severity;
      into.keep();
    }
  };
  report found;
  add(found, severity::note, report::capacity);
  CHECK(found.findings().size() == report::capacity);
  CHECK(found.verdict() == verdict::pass);
  CHECK(found.first("findings-omitted") == nullptr);

  add(found, severity::warning, 1);
  CHECK(found.verdict() == verdict::warn);
  add(found, severity::error, 1);
  add(found, severity::note, 1);
  CHECK(found.verdict() == verdict::fail);
  REQUIRE(found.findings().size() == report::capacity + 1);
  const finding& last = found.findings().back();
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

  found.clear();
  CHECK(found.findings().empty());
}

TEST_CASE("an offset behind the end of the file is left out of the finding") {
  facts file = png({1280, 720});
  for (const std::uint64_t offset : {file.file_size, file.file_size + 1}) {
    CAPTURE(offset);
    file.faults = {};
    file.faults.add(
        {.kind = fault_kind::malformed, .what = "a chunk is broken", .clause = "PNG 5.3", .offset = offset});
    report found;
    engine::judge({.file = file, .name = "a.png"}, destinations::zoom_background, severities{}, found);
    REQUIRE(found.first("malformed") != nullptr);
    CHECK(found.first("malformed")->offset.has_value() == (offset == file.file_size));
  }
}

TEST_CASE("a project's own limits count, in the verdict and in the remedy") {
  destination small = destinations::zoom_background;
  small.title = "our door signs";
  small.max_video_size = {{{1280, 720}, {"house style, page 4", "2026-11-22", confidence::chosen}}};
  small.picture_aspect = {{{4, 3}, {"house style, page 4", "2026-11-22", confidence::chosen}}};
  report found;
  const facts wide = video({1920, 1080});
  engine::judge({.file = wide, .name = "a.mp4"}, small, severities{}, found);
  REQUIRE(found.first("video-too-large") != nullptr);
  CHECK(found.first("video-too-large")->message.text() ==
        "The video is 1920x1080; the limit for our door signs is 1280x720.");
  CHECK(found.first("video-too-large")->fix.text().find("scale=1280:720:") != std::string_view::npos);

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
  for (video_track& each : f.tracks) {
    each = f.tracks[0];
    each.pixel_aspect = {0xFFFF'FFFF, 1};
    each.clean_aperture = {1, 0xFFFF'FFFF};
    each.matrix = {270, true, true};
  }
  destination narrow = destinations::zoom_background;
  narrow.picture_aspect->value = {1, 0xFFFF'FFFF};
  for (std::size_t i = 0; i < format_count; ++i) {
    f.format = static_cast<format>(i);
    report found;
    engine::judge({.file = f, .name = "a"}, narrow, severities{}, found);
    CHECK(found.verdict() == verdict::fail);
  }
}

namespace {

constexpr bool fires(const file_rule& which, const facts& file, const destination& where) {
  finding out;
  return which.check({.file = file, .name = "a.png"}, where, out);
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
  for (const file_rule* each : all_rules) {
    if (fires(*each, picture_of({1280, 720}), destinations::zoom_background)) {
      return false;
    }
  }
  return true;
}());

}  // namespace
