#pragma once

#include "rules/rule_case.hpp"

namespace preflight::test {

/// What travels with a file, and which other files there are.
inline rule_cases companion_cases() {
  const auto located = [](facts f, location_source source) {
    f.location = source;
    f.location_offset = 1'234;
    return f;
  };
  const auto followed = [](facts f, std::uint64_t bytes, format second_format) {
    f.end = f.file_size - bytes;
    f.trailing_format = second_format;
    return f;
  };
  return {
      {.rule = "location-metadata",
       .outcome = expected::firing,
       .name = "a telemetry track",
       .file = located(video(), location_source::telemetry)},
      {.rule = "location-metadata",
       .outcome = expected::firing,
       .name = "EXIF",
       .file = located(jpeg(), location_source::exif)},
      {.rule = "location-metadata",
       .outcome = expected::firing,
       .name = "XMP",
       .file = located(png(), location_source::xmp)},
      {.rule = "location-metadata",
       .outcome = expected::firing,
       .name = "a video",
       .file = located(video(), location_source::user_data)},
      {.rule = "location-metadata",
       .outcome = expected::firing,
       .name = "a QuickTime video",
       .file = located(video({1280, 720}, format::mov), location_source::user_data)},
      {.rule = "location-metadata", .outcome = expected::silent, .name = "none", .file = jpeg()},
      {.rule = "location-metadata",
       .outcome = expected::boundary,
       .name = "EXIF without a position",
       .file = edited(jpeg(), [](facts& f) { f.orientation = 1; })},

      {.rule = "trailing-data",
       .outcome = expected::firing,
       .name = "one byte",
       .file = followed(png(), 1, format::unknown)},
      {.rule = "trailing-data",
       .outcome = expected::firing,
       .name = "a motion photo",
       .file = followed(sized(jpeg(), 6'000'000), 4'000'000, format::mp4)},
      {.rule = "trailing-data",
       .outcome = expected::firing,
       .name = "an archive",
       .file = followed(gif(), 5'000, format::zip)},
      {.rule = "trailing-data",
       .outcome = expected::silent,
       .name = "an end that was not looked for",
       .file = edited(png(), [](facts& f) { f.end.reset(); })},
      {.rule = "trailing-data", .outcome = expected::boundary, .name = "nothing after the end", .file = png()},

      {.rule = "too-many-files",
       .outcome = expected::firing,
       .name = "the eleventh",
       .file = png(),
       .in_run = run_position{10, {}}},
      {.rule = "too-many-files",
       .outcome = expected::firing,
       .name = "the largest number",
       .file = png(),
       .in_run = run_position{0xFFFF'FFFF, {}}},
      {.rule = "too-many-files", .outcome = expected::silent, .name = "looked at alone", .file = png()},
      {.rule = "too-many-files",
       .outcome = expected::silent,
       .name = "no limit",
       .file = png({400, 400}),
       .destination = &destinations::zoom_picture,
       .in_run = run_position{1'000, {}}},
      {.rule = "too-many-files",
       .outcome = expected::silent,
       .name = "not even readable",
       .not_read = failure{failure_code::unreadable, "permission denied"},
       .in_run = run_position{10, {}},
       .also = {"unreadable"}},
      {.rule = "too-many-files",
       .outcome = expected::boundary,
       .name = "the tenth",
       .file = png(),
       .in_run = run_position{9, {}}},

      {.rule = "duplicate-content",
       .outcome = expected::silent,
       .name = "empty files, of which each is a fault of its own",
       .file = named_only(format::empty),
       .path = "b.png",
       .in_run = run_position{1, "a.png"},
       .also = {"empty-file"}},
      {.rule = "duplicate-content",
       .outcome = expected::firing,
       .name = "the same bytes",
       .file = png(),
       .in_run = run_position{1, "brand/blue.png"}},
      {.rule = "duplicate-content", .outcome = expected::silent, .name = "looked at alone", .file = png()},
      {.rule = "duplicate-content",
       .outcome = expected::boundary,
       .name = "bytes of its own",
       .file = png(),
       .in_run = run_position{1, {}}},
  };
}

}  // namespace preflight::test
