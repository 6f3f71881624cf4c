# The decoders of pictures: only where all three libraries are there.
find_package(PNG QUIET)
find_package(JPEG QUIET)
find_package(GIF QUIET)
if(PNG_FOUND AND JPEG_FOUND AND GIF_FOUND)
  add_library(media_preflight_decode INTERFACE)
  add_library(media_preflight::decode ALIAS media_preflight_decode)
  set_target_properties(media_preflight_decode PROPERTIES EXPORT_NAME decode)
  target_link_libraries(media_preflight_decode INTERFACE media_preflight_core PNG::PNG JPEG::JPEG GIF::GIF)
  target_sources(
    media_preflight_decode
    INTERFACE FILE_SET HEADERS BASE_DIRS lib FILES lib/preflight/decoders.hpp lib/preflight/decoders/apng.hpp
              lib/preflight/decoders/gif.hpp lib/preflight/decoders/jpeg.hpp lib/preflight/decoders/png.hpp)
endif()
