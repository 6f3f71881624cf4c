#include "damage/pixels.hpp"

#include <cstdio>

#include <gif_lib.h>
#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <span>

namespace damage {
namespace {

constexpr std::uint64_t max_pixels = 16'000'000;

struct jpeg_session {
  jpeg_decompress_struct codec{};
  jpeg_error_mgr errors{};
  std::jmp_buf end{};
};

/// Nothing in this frame has a destructor.
void read_jpeg(jpeg_session& s, const bytes& file, picture& out) {
  if (setjmp(s.end) != 0) {
    return;
  }
  jpeg_mem_src(&s.codec, file.data(), file.size());
  jpeg_read_header(&s.codec, TRUE);
  if (std::uint64_t{s.codec.image_width} * s.codec.image_height > max_pixels) {
    return;
  }
  s.codec.out_color_space = s.codec.num_components == 1   ? JCS_GRAYSCALE
                            : s.codec.num_components == 4 ? JCS_CMYK
                                                          : JCS_RGB;
  jpeg_start_decompress(&s.codec);
  const auto colors = static_cast<std::size_t>(s.codec.output_components);
  const std::size_t row = s.codec.output_width * colors;
  out.width = s.codec.output_width;
  out.height = s.codec.output_height;
  out.samples.resize(std::size_t{3} * out.width * out.height);
  JSAMPARRAY line = (*s.codec.mem->alloc_sarray)(reinterpret_cast<j_common_ptr>(&s.codec), JPOOL_IMAGE,
                                                 static_cast<JDIMENSION>(row), 1);
  while (s.codec.output_scanline < s.codec.output_height) {
    const std::size_t y = s.codec.output_scanline;
    jpeg_read_scanlines(&s.codec, line, 1);
    for (std::size_t x = 0; x < out.width; ++x) {
      for (std::size_t c = 0; c < 3; ++c) {
        out.samples[(y * out.width + x) * 3 + c] = line[0][x * colors + std::min(c, colors - 1)];
      }
    }
  }
}

struct gif_input {
  std::span<const unsigned char> rest;
};

int read_gif(GifFileType* codec, GifByteType* buffer, int count) {
  gif_input& input = *static_cast<gif_input*>(codec->UserData);
  const std::size_t size = std::min(input.rest.size(), static_cast<std::size_t>(count));
  std::copy_n(input.rest.begin(), size, buffer);
  input.rest = input.rest.subspan(size);
  return static_cast<int>(size);
}

/// Appends a frame in its colours; what the codec did not give stays black.
void append_frame(const GifFileType& codec, std::span<const GifPixelType> pixels, picture& out) {
  const ColorMapObject* const map = codec.Image.ColorMap != nullptr ? codec.Image.ColorMap : codec.SColorMap;
  for (const GifPixelType index : pixels) {
    GifColorType color{};
    if (map != nullptr && index < map->ColorCount) {
      color = std::span{map->Colors, static_cast<std::size_t>(map->ColorCount)}[index];
    }
    out.samples.insert(out.samples.end(), {color.Red, color.Green, color.Blue});
  }
}

}  // namespace

picture decode_jpeg(const bytes& file) {
  picture out;
  jpeg_session s;
  s.codec.err = jpeg_std_error(&s.errors);
  s.codec.client_data = &s;
  s.errors.error_exit = [](j_common_ptr codec) {
    std::longjmp(static_cast<jpeg_session*>(codec->client_data)->end, 1);
  };
  s.errors.output_message = [](j_common_ptr) {};
  jpeg_create_decompress(&s.codec);
  read_jpeg(s, file, out);
  jpeg_destroy_decompress(&s.codec);
  return out;
}

picture decode_gif(const bytes& file) {
  picture out;
  gif_input input{file};
  int error = 0;
  GifFileType* const codec = DGifOpen(&input, read_gif, &error);
  if (codec == nullptr) {
    return out;
  }
  out.width = static_cast<std::uint32_t>(codec->SWidth);
  out.height = static_cast<std::uint32_t>(codec->SHeight);
  std::uint64_t all = 0;
  for (GifRecordType record = UNDEFINED_RECORD_TYPE; DGifGetRecordType(codec, &record) == GIF_OK;) {
    if (record == IMAGE_DESC_RECORD_TYPE) {
      codec->Error = 0;
      if (DGifGetImageDesc(codec) == GIF_ERROR || codec->Error != 0) {
        break;
      }
      const std::uint64_t size =
          static_cast<std::uint64_t>(codec->Image.Width) * static_cast<std::uint64_t>(codec->Image.Height);
      all += size;
      if (size == 0 || all > max_pixels) {
        break;
      }
      std::vector<GifPixelType> pixels(size);
      const bool is_whole = DGifGetLine(codec, pixels.data(), static_cast<int>(size)) == GIF_OK;
      append_frame(*codec, pixels, out);
      if (!is_whole) {
        break;
      }
    } else if (record == EXTENSION_RECORD_TYPE) {
      int code = 0;
      GifByteType* block = nullptr;
      int state = DGifGetExtension(codec, &code, &block);
      while (state == GIF_OK && block != nullptr) {
        state = DGifGetExtensionNext(codec, &block);
      }
      if (state != GIF_OK) {
        break;
      }
    } else {
      break;
    }
  }
  DGifCloseFile(codec, &error);
  return out;
}

double difference(const picture& a, const picture& b) {
  if (a.width != b.width || a.height != b.height || a.samples.size() != b.samples.size() || a.samples.empty()) {
    return 1;
  }
  std::size_t different = 0;
  for (std::size_t i = 0; i < a.samples.size(); i += 3) {
    different += std::equal(&a.samples[i], &a.samples[i] + 3, &b.samples[i]) ? 0U : 1U;
  }
  return static_cast<double>(different) * 3 / static_cast<double>(a.samples.size());
}

}  // namespace damage
