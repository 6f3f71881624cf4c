#include "thumbnail/write_jpeg.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>  // jpeglib.h names FILE and size_t without saying where they come from
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include <jpeglib.h>

namespace preflight::worker {
namespace {

struct session {
  jpeg_compress_struct codec{};
  jpeg_error_mgr errors{};
  std::jmp_buf refusal{};
  unsigned char* bytes = nullptr;
  unsigned long length = 0;
};

/// The frame that libjpeg's errors come back to: nothing in it has a destructor, and what changes lives in `s`.
bool compress(session& s, const shrunk_picture& picture, std::span<unsigned char> row, int quality) {
  s.codec.err = jpeg_std_error(&s.errors);
  s.codec.client_data = &s;
  s.errors.error_exit = [](j_common_ptr codec) { std::longjmp(static_cast<session*>(codec->client_data)->refusal, 1); };
  s.errors.output_message = [](j_common_ptr) {};
  if (setjmp(s.refusal) != 0) {
    return false;
  }
  jpeg_create_compress(&s.codec);
  jpeg_mem_dest(&s.codec, &s.bytes, &s.length);
  s.codec.image_width = picture.size().width;
  s.codec.image_height = picture.size().height;
  s.codec.input_components = 3;
  s.codec.in_color_space = JCS_RGB;
  jpeg_set_defaults(&s.codec);
  jpeg_set_quality(&s.codec, quality, TRUE);
  s.codec.optimize_coding = TRUE;
  jpeg_start_compress(&s.codec, TRUE);
  while (s.codec.next_scanline < s.codec.image_height) {
    const std::span pixels{picture.pixels()};
    std::ranges::copy(pixels.subspan(s.codec.next_scanline * row.size(), row.size()), row.begin());
    unsigned char* line = row.data();
    jpeg_write_scanlines(&s.codec, &line, 1);
  }
  jpeg_finish_compress(&s.codec);
  return true;
}

}  // namespace

void write_jpeg(const shrunk_picture& picture, thumbnail& out) {
  const extent size = picture.size();
  if (!picture.is_complete() || picture.pixels().size() != size.pixels() * 3) {
    return;
  }
  std::vector<unsigned char> row(std::size_t{size.width} * 3);
  for (const int quality : {65, 40, 20}) {
    session s;
    const bool is_written = compress(s, picture, row, quality);
    jpeg_destroy_compress(&s.codec);
    const std::unique_ptr<unsigned char, decltype(&std::free)> bytes{s.bytes, &std::free};
    if (is_written && s.length <= out.jpeg.size()) {
      std::memcpy(out.jpeg.data(), s.bytes, s.length);
      out.length = static_cast<std::uint32_t>(s.length);
      return;
    }
  }
}

}  // namespace preflight::worker
