#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/rules/remedies/crop_to_aspect.hpp>
#include <preflight/rules/remedies/scale_video.hpp>
#include <preflight/upload/rules/every_rule.hpp>

#include "harness/catch.hpp"
#include "rules/judged_case.hpp"
#include "rules/rule_cases.hpp"

using namespace preflight;
using namespace preflight::test;

namespace {

struct dimensions {
  long long width = 0;
  long long height = 0;
};

/// What ffmpeg's documentation says that the filters of a command do to a picture; a second reckoning beside
/// scaling_for().
dimensions filtered_size(std::string_view command, extent size) {
  dimensions now{size.width, size.height};
  const std::string text{command};
  long long width = 0;
  long long height = 0;
  if (const auto at = text.find("scale=trunc(iw/2)*2:trunc(ih/2)*2"); at != std::string::npos) {
    now = {now.width / 2 * 2, now.height / 2 * 2};
  }
  const auto box = text.rfind("scale=");
  if (box != std::string::npos && std::sscanf(text.c_str() + box, "scale=%lld:%lld:force", &width, &height) == 2) {
    const bool shrinks = text.find("=decrease") != std::string::npos;
    const double by_width = static_cast<double>(width) / static_cast<double>(now.width);
    const double by_height = static_cast<double>(height) / static_cast<double>(now.height);
    const double factor = shrinks ? std::min(by_width, by_height) : std::max(by_width, by_height);
    const auto side = [&](long long length, long long bound) {
      const long long near = std::llround(static_cast<double>(length) * factor / 2) * 2;
      return shrinks ? std::min(near, bound) / 2 * 2 : (std::max(near, bound) + 1) / 2 * 2;
    };
    now = {side(now.width, width), side(now.height, height)};
  }
  const auto pad = text.find("pad=");
  if (pad != std::string::npos &&
      std::sscanf(text.c_str() + pad, "pad=max(iw\\,%lld):max(ih\\,%lld)", &width, &height) == 2) {
    now = {std::max(now.width, width), std::max(now.height, height)};
  }
  return now;
}

bool fits(dimensions m, const destination& d) {
  const extent min = d.min_video_size->value;
  const extent max = d.max_video_size->value;
  return m.width >= min.width && m.height >= min.height && m.width <= max.width && m.height <= max.height &&
         m.width % 2 == 0 && m.height % 2 == 0;
}

std::string fix_text(const facts& f, std::string_view rule, const destination& destination) {
  report result;
  engine::judge({.file = f, .name = "a"}, destination, severities{}, result);
  const finding* finding = result.first(rule);
  return finding == nullptr ? std::string{} : std::string{finding->fix.text()};
}

constexpr std::initializer_list<std::uint32_t> sides{2,   3,   16,  90,   160,  200,  333,  359,  360, 400,
                                                     479, 480, 777, 1079, 1080, 1081, 1920, 1921, 4000};

}  // namespace

TEST_CASE("what a remedy for a video or an animation makes keeps to the limits of its destination") {
  int commands = 0;
  for (const destination* destination : {&destinations::zoom_background, &small_mp4_and_jpeg}) {
    for (const std::uint32_t width : sides) {
      for (const std::uint32_t height : sides) {
        const extent size{width, height};
        facts animation = gif(size);
        animation.animated = true;
        animation.frames = 7;
        facts other_codec = video(size);
        other_codec.tracks[0].codec = fourcc("vp09");
        // The longest commands: everything that can be wrong with a picture at once.
        facts turned_hdr = other_codec;
        turned_hdr.tracks[0].range = dynamic_range::pq;
        turned_hdr.tracks[0].pixel_aspect = {1001, 1000};
        turned_hdr.tracks[0].matrix.rotation = 180;
        facts deep = turned_hdr;
        deep.tracks[0].codec = fourcc("hvc1");
        deep.tracks[0].pixels = {chroma_format::yuv420, 10};
        deep.file_size = 40'000'000;
        for (const auto& [rule, file] :
             {std::pair{"video-too-large", video(size)}, std::pair{"video-too-small", video(size)},
              std::pair{"animated-picture", animation}, std::pair{"video-codec-uncommon", other_codec},
              std::pair{"video-too-large", turned_hdr}, std::pair{"video-too-small", turned_hdr},
              std::pair{"video-codec-uncommon", turned_hdr}, std::pair{"video-hdr", turned_hdr},
              std::pair{"video-rotated", turned_hdr}, std::pair{"video-pixel-format-uncommon", deep},
              std::pair{"file-too-large", deep}}) {
          const std::string fix = fix_text(file, rule, *destination);
          if (fix.find("yuv420p") == std::string::npos) {
            continue;
          }
          ++commands;
          {
            INFO(fix);
            CHECK(fix.find(" out.mp4") != std::string::npos);  // not cut
          }
          if (file.tracks[0].pixel_aspect.usable()) {  // reckoned with in another way by ffmpeg
            continue;
          }
          const dimensions made = filtered_size(fix, size);
          INFO(rule << " of " << width << "x" << height << " becomes " << made.width << "x" << made.height << ": "
                    << fix);
          CHECK(fits(made, *destination));
        }
      }
    }
  }
  CHECK(commands > 1000);
}

TEST_CASE("every video but a line of pixels can be made to keep to the limits") {
  for (const std::uint32_t width : sides) {
    for (const std::uint32_t height : sides) {
      INFO(width << "x" << height);
      const bool line = std::max(width, height) / std::min(width, height) > 500;
      CHECK((line || scaling_for({width, height}, destinations::zoom_background).kind != scaling::method::none));
    }
  }
  CHECK(scaling_for({100'000, 1}, destinations::zoom_background).kind == scaling::method::none);
  CHECK(scaling_for({0, 480}, destinations::zoom_background).kind == scaling::method::none);
  CHECK(scaling_for({0xFFFF'FFFF, 0xFFFF'FFFF}, destinations::zoom_background).kind == scaling::method::none);
}

TEST_CASE("a crop is only advised where it has the shape advised") {
  for (const std::uint32_t width : sides) {
    for (const std::uint32_t height : sides) {
      for (const destination* destination : all_destinations) {
        const std::string_view rule = advises_square(*destination) ? "not-square" : "not-widescreen";
        const std::string fix = fix_text(png({width, height}), rule, *destination);
        const auto at = fix.find("-crop ");
        unsigned made_width = 0;
        unsigned made_height = 0;
        if (at == std::string::npos || std::sscanf(fix.c_str() + at, "-crop %ux%u", &made_width, &made_height) != 2) {
          continue;
        }
        INFO(width << "x" << height << ": " << fix);
        CHECK(near_aspect({made_width, made_height}, destination->picture_aspect->value));
        CHECK((made_width <= width && made_height <= height));
      }
    }
  }
}

TEST_CASE("commands name the file as FILE, and make what the destination takes") {
  for (const rule_case& test : all_rule_cases()) {
    if (test.outcome != expected::firing) {
      continue;
    }
    const report result = case_report(test);
    const finding* finding = result.first(test.rule);
    REQUIRE(finding != nullptr);
    const std::string fix{finding->fix.text()};
    INFO(test.rule << ", " << test.name << ": " << fix);
    for (const std::string_view program : {"ffmpeg -i ", "convert ", "exiftool ", "gifsicle "}) {
      const bool is_command = fix.find(std::string{": "}.append(program)) != std::string::npos;
      CHECK((!is_command || fix.find("FILE") != std::string::npos));
    }
    CHECK(fix.find(" in.") == std::string::npos);
    const auto out = fix.find(" out.");
    if (out != std::string::npos && fix != upload::any_rule_named(test.rule)->fix) {
      const std::string rest = fix.substr(out + 5);
      const std::string extension = rest.substr(0, rest.find_first_of(",; "));
      CHECK(test.destination->accepts(format_of_extension(extension)));
    }
  }
}

TEST_CASE("a cut video is fetched again where its index was reached, if only for its sound") {
  const auto fix = [](std::uint32_t video_tracks, std::uint32_t audio_tracks) {
    facts cut = video();
    cut.video_tracks = video_tracks;
    cut.audio_tracks = audio_tracks;
    cut.faults.add({fault_kind::truncated, "samples lie past the end of the file", "ISO 14496-12 8.7.5", 40});
    return fix_text(cut, "truncated", destinations::zoom_background);
  };
  CHECK(fix(1, 0).starts_with("Download or copy the file again"));
  CHECK(fix(0, 1).starts_with("Download or copy the file again"));
  CHECK(fix(0, 0).starts_with("Wait until the program writing it has finished"));
}
