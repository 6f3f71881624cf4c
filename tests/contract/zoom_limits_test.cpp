#include <cstdint>

#include <preflight/destinations/zoom_background.hpp>
#include <preflight/destinations/zoom_picture.hpp>
#include <preflight/destinations/zoom_webinar_background.hpp>
#include <preflight/destinations/zoom_webinar_wallpaper.hpp>

#include "harness/catch.hpp"

using namespace preflight;

TEST_CASE("the Zoom limits are the documented ones, in bytes and pixels") {
  using preflight::destinations::zoom_background;
  using preflight::destinations::zoom_picture;
  CHECK(zoom_background.max_bytes.value == std::uint64_t{15} << 20);
  CHECK(zoom_background.safe_max_bytes.value == 15'000'000);
  CHECK(zoom_background.min_video_size->value == extent{480, 360});
  CHECK(zoom_background.max_video_size->value == extent{1920, 1080});
  CHECK(zoom_background.advised_picture_size->value == extent{1280, 720});
  CHECK(zoom_background.picture_aspect->value == ratio{16, 9});
  CHECK(zoom_background.max_files->value == 10);
  CHECK(zoom_picture.max_bytes.value == std::uint64_t{2} << 20);
  CHECK(zoom_picture.safe_max_bytes.value == 2'000'000);
  CHECK(zoom_picture.advised_picture_size->value == extent{200, 200});
  CHECK(zoom_picture.picture_aspect->value == ratio{1, 1});
  CHECK_FALSE(zoom_picture.max_files);
  for (const format_info& info : formats) {
    INFO(info.name);
    const bool picture = info.id == format::png || info.id == format::jpeg;
    const bool background = picture || info.id == format::gif || info.id == format::mp4 || info.id == format::mov;
    CHECK(zoom_background.accepts(info.id) == background);
    CHECK(zoom_picture.accepts(info.id) == picture);
  }
}

TEST_CASE("the limits of webinar branding are the documented ones") {
  using preflight::destinations::zoom_webinar_background;
  using preflight::destinations::zoom_webinar_wallpaper;
  for (const destination* branding : {&zoom_webinar_background, &zoom_webinar_wallpaper}) {
    CHECK(branding->max_bytes.value == std::uint64_t{15} << 20);
    CHECK(branding->safe_max_bytes.value == 15'000'000);
    for (const format_info& info : formats) {
      INFO(info.name);
      CHECK(branding->accepts(info.id) ==
            (info.id == format::png || info.id == format::jpeg || info.id == format::gif));
    }
  }
  CHECK(zoom_webinar_background.max_files->value == 10);
  CHECK(zoom_webinar_background.picture_aspect->value == ratio{16, 9});
  CHECK_FALSE(zoom_webinar_background.required_aspect);
  CHECK(zoom_webinar_wallpaper.max_files->value == 1);
  CHECK(zoom_webinar_wallpaper.required_aspect->value == ratio{16, 9});
  CHECK(zoom_webinar_wallpaper.advised_picture_size->value == extent{1920, 1080});
}
