#include <preflight/decode/codecs/all.hpp>

#include "serve.hpp"
#include "sniff_and_decode.hpp"
#include "thumbnail/pictures.hpp"

int main() {
  using namespace preflight;
  return worker::serve(&worker::sniff_and_decode<picture_decoders>, &worker::make_picture_thumbnail);
}
