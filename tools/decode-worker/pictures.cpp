#include <preflight/decode/codecs/all.hpp>

#include "serve.hpp"
#include "sniff_and_decode.hpp"
#include "thumbnail/pictures.hpp"

int main() {
  using namespace preflight;
  // The decoders of pictures look at everything themselves.
  return worker::serve(&worker::sniff_and_decode<picture_decoders, depth::header>, &worker::make_picture_thumbnail);
}
