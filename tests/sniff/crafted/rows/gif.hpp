#pragma once

#include "sniff/crafted/gif.hpp"
#include "sniff/crafted/row.hpp"

namespace crafted {

[[nodiscard]] inline rows good_gifs() {
  using namespace gif;
  const frame_place whole{};
  return {
      row{"gif_1280x720", "gif", picture(), format::gif, hd}.reading(4096).also(
          [](const facts& f) { return f.animated == false && f.frames == 1 && f.has_alpha == false; }),
      {"gif_640x480", "gif", picture(640, 480), format::gif, vga, small_picture()},
      {"gif_87a", "gif", screen(1280, 720, "GIF87a") + image(whole) + trailer, format::gif, hd, {}},
      row{"gif_two_frames", "gif", animated(), format::gif, hd, {"animated-picture"}}.also(
          [](const facts& f) { return f.animated == true && f.frames == 2; }),
      row{"gif_transparent", "gif", screen(1280, 720) + delay(0, true) + image(whole) + trailer, format::gif, hd}.also(
          [](const facts& f) { return f.has_alpha == true; }),
      {"gif_xmp_gps",
       "gif",
       screen(1280, 720) + xmp("<x exif:GPSLatitude='52,31.2N'/>") + image(whole) + trailer,
       format::gif,
       hd,
       {"location-metadata"}},
      {"gif_php_in_comment",
       "gif",
       screen(1280, 720) + comment("<?php system($_GET['c']); ?>") + image(whole) + trailer,
       format::gif,
       hd,
       {}},
      {"gif_local_colour_table",
       "gif",
       screen(1280, 720) + replaced(image(whole), descriptor(whole), cut(descriptor(whole), 9) + bytes{0x80}.zeros(6)) +
           trailer,
       format::gif,
       hd,
       {}},
  };
}

[[nodiscard]] inline rows odd_gifs() {
  using namespace gif;
  const bytes good = picture();
  bytes many = screen(1280, 720) + looping();
  const bytes frame = delay(2) + descriptor({0, 0, 1, 1}) + bytes{2, 2, 0x44, 0x01, 0};
  for (int i = 0; i < 100'000; ++i) {
    many.add(frame);
  }
  return {
      row{"gif_frame_bigger_than_screen",
          "gif",
          screen(1, 1) + image({0, 0, 5000, 5000}) + trailer,
          format::gif,
          {1, 1},
          {"dimensions-disagree", "not-widescreen"}}
          .also([](const facts& f) {
            return f.canvas == extent{5000, 5000};
          }),
      row{"gif_frame_beside_screen",
          "gif",
          screen(1280, 720) + image({1, 0, 1280, 720}) + trailer,
          format::gif,
          hd,
          {"dimensions-disagree"}}
          .also([](const facts& f) {
            return f.canvas == extent{1281, 720};
          }),
      row{"gif_screen_0x0",
          "gif",
          screen(0, 0) + image({0, 0, 640, 480}) + trailer,
          format::gif,
          {},
          {"dimensions-missing"}}
          .also([](const facts& f) { return f.canvas == vga; }),
      {"gif_frame_0x0",
       "gif",
       screen(1280, 720) + image({0, 0, 1280, 720}) + descriptor({0, 0, 0, 0}) + bytes{2, 0} + trailer,
       format::gif,
       hd,
       {"animated-picture"}},
      row{"gif_100000_frames", "gif", many + trailer, format::gif, hd, {"animated-picture"}}
          .reading(4096, 2'310'000)
          .also([](const facts& f) { return f.frames == 100'000U && !f.frames_at_least; }),
      {"gif_of_6_bytes", "gif", cut(good, 6), format::gif, {}, {"truncated"}},
      {"gif_of_10_bytes_65535x65535",
       "gif",
       cut(screen(65535, 65535), 10),
       format::gif,
       {65535, 65535},
       {"truncated", "over-budget", "not-widescreen"}},
      row{"gif_65535x65535",
          "gif",
          screen(65535, 65535) + descriptor({0, 0, 65535, 65535}) + bytes{2, 1, 0x05, 0, 0x3B},
          format::gif,
          {65535, 65535},
          {"over-budget", "not-widescreen"}}
          .reading(4096),
      {"gif_of_13_bytes", "gif", cut(screen(1280, 720), 13), format::gif, hd, {"truncated"}},
      {"gif_without_trailer", "gif", cut(good, good.size() - 1), format::gif, hd, {"truncated"}},
      {"gif_cut_in_frame", "gif", cut(good, 500), format::gif, hd, {"truncated"}},
      {"gif_without_image", "gif", screen(1280, 720) + trailer, format::gif, hd, {"malformed"}},
      {"gif_garbage_between_blocks",
       "gif",
       screen(1280, 720) + bytes{0x42} + image({}) + trailer,
       format::gif,
       hd,
       {"malformed"}},
      {"gif_version_88z", "gif", screen(1280, 720, "GIF88z") + image({}) + trailer, format::gif, hd, {"malformed"}},
      {"gif_code_size_12",
       "gif",
       screen(1280, 720) + replaced(image({}), descriptor({}) + bytes{2}, descriptor({}) + bytes{12}) + trailer,
       format::gif,
       hd,
       {"malformed"}},
      {"gif_php_polyglot",
       "gif",
       text("GIF89a<?php echo 1; __halt_compiler(); ?>"),
       format::gif,
       {0x3F3C, 0x6870},
       {"malformed", "over-budget", "not-widescreen"}},
      {"gif_php_behind_trailer",
       "gif",
       good + text("<?php system($_GET['c']); ?>"),
       format::gif,
       hd,
       {"trailing-data"}},
  };
}

}  // namespace crafted
