#include <preflight/decode/codecs/video.hpp>

#include "serve.hpp"
#include "sniff_and_decode.hpp"
#include "thumbnail/video.hpp"

int main() {
  using namespace preflight;
#ifdef MEDIA_PREFLIGHT_HAS_JPEG
  constexpr worker::thumbnail_function make_thumbnail = &worker::make_video_thumbnail;
#else
  constexpr worker::thumbnail_function make_thumbnail = nullptr;
#endif
  return worker::serve(&worker::sniff_and_decode<decoder_list<decoders::video>, depth::structure>, make_thumbnail);
}
