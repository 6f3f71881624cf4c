#include "thumbnail/pictures.hpp"

#include <gif_lib.h>
#include <png.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>  // jpeglib.h names FILE and size_t without saying where they come from
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <jpeglib.h>

#include <preflight/engine/engine.hpp>

#include "sniff_and_decode.hpp"
#include "thumbnail/write_jpeg.hpp"

namespace preflight::worker {
namespace {

using bytes = std::vector<unsigned char>;

constexpr std::uint64_t max_file_bytes = std::uint64_t{64} << 20;

std::optional<bytes> whole_file(const byte_reader& file) {
  if (file.size > max_file_bytes) {
    return std::nullopt;
  }
  bytes content(static_cast<std::size_t>(file.size));
  for (std::size_t filled = 0; filled < content.size();) {
    const std::ptrdiff_t count = file.read(file.context, filled, std::span{content}.subspan(filled));
    if (count <= 0) {
      return std::nullopt;
    }
    filled += static_cast<std::size_t>(count);
  }
  return content;
}

bool is_worth_it(extent size) { return size.usable() && size.pixels() <= shrunk_picture::max_pixels; }

/// Transparency is shown on white.
std::optional<shrunk_picture> shrink_png(const bytes& content) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, decltype(&png_image_free)> owner{&image, &png_image_free};
  if (png_image_begin_read_from_memory(&image, content.data(), content.size()) == 0) {
    return std::nullopt;
  }
  const extent size{image.width, image.height};
  if (!is_worth_it(size)) {
    return std::nullopt;
  }
  image.format = PNG_FORMAT_RGB;
  bytes pixels(size.pixels() * 3);
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&image, &white, pixels.data(), 0, nullptr) == 0) {
    return std::nullopt;
  }
  shrunk_picture out{size};
  for (std::size_t row = 0; row < size.height; ++row) {
    out.add_row(std::span{pixels}.subspan(row * size.width * 3));
  }
  return out;
}

struct jpeg_session {
  jpeg_session() = default;
  jpeg_session(const jpeg_session&) = delete;
  jpeg_session(jpeg_session&&) = delete;
  jpeg_session& operator=(const jpeg_session&) = delete;
  jpeg_session& operator=(jpeg_session&&) = delete;
  ~jpeg_session() { jpeg_destroy_decompress(&codec); }

  jpeg_decompress_struct codec{};
  jpeg_error_mgr errors{};
  std::jmp_buf refusal{};
  bytes row;
  bytes colours;
  std::optional<shrunk_picture> out;
};

/// Four components to three: Adobe's are inverted.
void add_cmyk_row(jpeg_session& s) {
  const bool is_inverted = s.codec.saw_Adobe_marker != FALSE;
  for (std::size_t x = 0; x < s.codec.output_width; ++x) {
    const auto level = [&](std::size_t part) { return is_inverted ? s.row[4 * x + part] : 255U - s.row[4 * x + part]; };
    for (std::size_t part = 0; part < 3; ++part) {
      s.colours[3 * x + part] = static_cast<unsigned char>(level(part) * level(3) / 255U);
    }
  }
  s.out->add_row(s.colours);
}

// These are the frames that libjpeg's errors come back to: nothing in them has a destructor, and what changes lives in
// `s`.

bool start_jpeg(jpeg_session& s, const bytes& content) {
  s.codec.err = jpeg_std_error(&s.errors);
  s.codec.client_data = &s;
  s.errors.error_exit = [](j_common_ptr codec) {
    std::longjmp(static_cast<jpeg_session*>(codec->client_data)->refusal, 1);
  };
  s.errors.output_message = [](j_common_ptr) {};
  if (setjmp(s.refusal) != 0) {
    return false;
  }
  jpeg_create_decompress(&s.codec);
  jpeg_mem_src(&s.codec, content.data(), content.size());
  jpeg_read_header(&s.codec, TRUE);
  const bool has_four = s.codec.num_components == 4;
  s.codec.out_color_space = has_four ? JCS_CMYK : JCS_RGB;
  s.codec.scale_num = 1;
  s.codec.scale_denom = 1;
  while (s.codec.scale_denom < 8 && s.codec.image_width / (s.codec.scale_denom * 2) >= 2 * shrunk_picture::max_width &&
         s.codec.image_height / (s.codec.scale_denom * 2) >= 2 * shrunk_picture::max_height) {
    s.codec.scale_denom *= 2;
  }
  jpeg_start_decompress(&s.codec);
  return s.codec.output_components == (has_four ? 4 : 3);
}

bool read_jpeg(jpeg_session& s) {
  if (setjmp(s.refusal) != 0) {
    return false;
  }
  while (s.codec.output_scanline < s.codec.output_height) {
    unsigned char* row = s.row.data();
    jpeg_read_scanlines(&s.codec, &row, 1);
    if (s.codec.output_components == 4) {
      add_cmyk_row(s);
    } else {
      s.out->add_row(s.row);
    }
  }
  return true;
}

std::optional<shrunk_picture> shrink_jpeg(const bytes& content) {
  jpeg_session s;
  if (!start_jpeg(s, content)) {
    return std::nullopt;
  }
  const extent size{s.codec.output_width, s.codec.output_height};
  if (!is_worth_it(size)) {
    return std::nullopt;
  }
  s.row.resize(std::size_t{size.width} * 4);
  s.colours.resize(std::size_t{size.width} * 3);
  s.out.emplace(size);
  return read_jpeg(s) ? std::move(s.out) : std::nullopt;
}

struct memory_file {
  std::span<const unsigned char> rest;

  static int read(GifFileType* codec, GifByteType* buffer, int count) {
    auto& self = *static_cast<memory_file*>(codec->UserData);
    const std::size_t length = std::min(self.rest.size(), static_cast<std::size_t>(count));
    std::copy_n(self.rest.begin(), length, buffer);
    self.rest = self.rest.subspan(length);
    return static_cast<int>(length);
  }
};

/// Up to the first image; extensions are passed over.
bool reach_image(GifFileType& codec) {
  for (GifRecordType record = UNDEFINED_RECORD_TYPE; record != IMAGE_DESC_RECORD_TYPE;) {
    if (DGifGetRecordType(&codec, &record) == GIF_ERROR || record == TERMINATE_RECORD_TYPE) {
      return false;
    }
    GifByteType* block = nullptr;
    int function = 0;
    if (record == EXTENSION_RECORD_TYPE && DGifGetExtension(&codec, &function, &block) == GIF_ERROR) {
      return false;
    }
    while (block != nullptr) {
      if (DGifGetExtensionNext(&codec, &block) == GIF_ERROR) {
        return false;
      }
    }
  }
  return DGifGetImageDesc(&codec) != GIF_ERROR;
}

/// The first frame alone: without the screen around it, which most files fill with it.
std::optional<shrunk_picture> shrink_gif(const bytes& content) {
  memory_file file{content};
  int error = 0;
  const auto close = [](GifFileType* codec) { DGifCloseFile(codec, nullptr); };
  const std::unique_ptr<GifFileType, decltype(close)> codec{DGifOpen(&file, &memory_file::read, &error), close};
  if (codec == nullptr || !reach_image(*codec)) {
    return std::nullopt;
  }
  const GifImageDesc& image = codec->Image;
  const extent size{static_cast<std::uint32_t>(image.Width), static_cast<std::uint32_t>(image.Height)};
  const ColorMapObject* const map = image.ColorMap != nullptr ? image.ColorMap : codec->SColorMap;
  if (!is_worth_it(size) || map == nullptr || map->ColorCount <= 0) {
    return std::nullopt;
  }
  const std::span<const GifColorType> colours{map->Colors, static_cast<std::size_t>(map->ColorCount)};
  bytes indexes(size.pixels());
  constexpr std::array<std::size_t, 4> starts{0, 4, 2, 1};  // GIF89a, appendix E
  constexpr std::array<std::size_t, 4> steps{8, 8, 4, 2};
  for (std::size_t pass = 0; pass < (image.Interlace ? starts.size() : 1); ++pass) {
    for (std::size_t row = image.Interlace ? starts[pass] : 0; row < size.height;
         row += image.Interlace ? steps[pass] : 1) {
      if (DGifGetLine(codec.get(), std::span{indexes}.subspan(row * size.width).data(), image.Width) == GIF_ERROR) {
        return std::nullopt;
      }
    }
  }
  shrunk_picture out{size};
  bytes row(std::size_t{size.width} * 3);
  for (std::size_t y = 0; y < size.height; ++y) {
    for (std::size_t x = 0; x < size.width; ++x) {
      const GifColorType& colour = colours[std::min<std::size_t>(indexes[y * size.width + x], colours.size() - 1)];
      row[3 * x] = colour.Red;
      row[3 * x + 1] = colour.Green;
      row[3 * x + 2] = colour.Blue;
    }
    out.add_row(row);
  }
  return out;
}

}  // namespace

void make_picture_thumbnail(const decode_job& job, format expected, thumbnail& out) {
  byte_reader_source source{job.file};
  const result<probe_result> probed = engine::probe(source, depth::header, job.ceilings);
  const std::optional<bytes> content = probed ? whole_file(job.file) : std::nullopt;
  if (!content) {
    return;
  }
  std::optional<shrunk_picture> picture;
  switch (expected) {
    case format::png: picture = shrink_png(*content); break;
    case format::jpeg: picture = shrink_jpeg(*content); break;
    case format::gif: picture = shrink_gif(*content); break;
    default: break;
  }
  if (picture) {
    picture->turn(expected == format::jpeg ? probed->file.orientation : 0U);
    write_jpeg(*picture, out);
  }
}

}  // namespace preflight::worker
