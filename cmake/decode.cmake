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
    INTERFACE FILE_SET HEADERS BASE_DIRS lib FILES lib/preflight/decode/codecs/all.hpp lib/preflight/decode/codecs/apng.hpp
              lib/preflight/decode/codecs/gif.hpp lib/preflight/decode/codecs/jpeg.hpp lib/preflight/decode/codecs/png.hpp
              lib/preflight/decode/codecs/png_data.hpp)
endif()
