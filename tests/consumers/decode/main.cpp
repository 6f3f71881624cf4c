#include <preflight/decode/codecs/all.hpp>

// Two translation units with the same headers: a definition which is not inline does not link.
bool decodes(preflight::format format, std::string_view file);

// A GIF of one pixel is decoded, without its trailer it is not; a video is for nobody here.
int main() {
  constexpr std::string_view gif{
      "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;", 35};
  static_assert(!preflight::picture_decoders::takes(preflight::format::mp4));
  const bool right = decodes(preflight::format::gif, gif) && !decodes(preflight::format::gif, gif.substr(0, 34)) &&
                     !decodes(preflight::format::mp4, gif);
  return right ? 0 : 1;
}
