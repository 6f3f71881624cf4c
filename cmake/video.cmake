# The decoder of videos: only where libav is there.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(libav QUIET IMPORTED_TARGET libavformat libavcodec libavutil)
endif()
if(TARGET PkgConfig::libav)
  add_library(media_preflight_video INTERFACE)
  add_library(media_preflight::video ALIAS media_preflight_video)
  set_target_properties(media_preflight_video PROPERTIES EXPORT_NAME video)
  target_link_libraries(media_preflight_video INTERFACE media_preflight_core PkgConfig::libav)
  target_sources(
    media_preflight_video
    INTERFACE FILE_SET HEADERS BASE_DIRS lib FILES lib/preflight/decode/codecs/error_detection.hpp lib/preflight/decode/codecs/libav.hpp
              lib/preflight/decode/codecs/stream_rotation.hpp lib/preflight/decode/codecs/video.hpp)
endif()
