#include "png_files.hpp"

#include <png.h>
#include <zlib.h>

#include <array>
#include <stdexcept>

#include "icc_profile.hpp"
#include "scene.hpp"

namespace benchmarks {
namespace {

void keep(png_structp codec, png_bytep data, std::size_t length) {
  append(*static_cast<bytes*>(png_get_io_ptr(codec)), std::span{data, length});
}

/// The samples of one row as `colour_type` and `depth` want them.
bytes row_of(const scene& drawn, unsigned y, int colour_type, int depth) {
  bytes row;
  for (std::span left = drawn.row(y); !left.empty(); left = left.subspan(3)) {
    const std::span pixel = left.first(3);
    const auto sample = [&](std::uint8_t value) {
      row.push_back(value);
      if (depth == 16) {
        row.push_back(value);
      }
    };
    if (colour_type == PNG_COLOR_TYPE_PALETTE || colour_type == PNG_COLOR_TYPE_GRAY) {
      sample(pixel[1]);
      continue;
    }
    sample(pixel[0]);
    sample(pixel[1]);
    sample(pixel[2]);
    if (colour_type == PNG_COLOR_TYPE_RGB_ALPHA) {
      sample(static_cast<std::uint8_t>(255 - pixel[0] / 8));
    }
  }
  return row;
}

bytes encode(const scene& drawn, int colour_type, int depth, bool interlaced) {
  bytes made;
  png_structp codec = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop about = png_create_info_struct(codec);
  png_set_write_fn(codec, &made, &keep, nullptr);
  png_set_compression_level(codec, 3);
  png_set_IHDR(codec, about, drawn.width, drawn.height, depth, colour_type,
               interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  std::array<png_color, 256> palette{};
  for (std::size_t i = 0; i < palette.size(); ++i) {
    const auto shade = static_cast<png_byte>(i);
    palette[i] = {shade, static_cast<png_byte>(255 - shade), 128};
  }
  if (colour_type == PNG_COLOR_TYPE_PALETTE) {
    png_set_PLTE(codec, about, palette.data(), static_cast<int>(palette.size()));
  }
  png_write_info(codec, about);
  const int passes = interlaced ? png_set_interlace_handling(codec) : 1;
  for (int pass = 0; pass < passes; ++pass) {
    for (unsigned y = 0; y < drawn.height; ++y) {
      png_write_row(codec, row_of(drawn, y, colour_type, depth).data());
    }
  }
  png_write_end(codec, about);
  png_destroy_write_struct(&codec, &about);
  return made;
}

void chunk(bytes& file, std::string_view type, const bytes& content) {
  bytes checked;
  append(checked, type);
  append(checked, content);
  append_big_endian<4>(file, content.size());
  append(file, checked);
  append_big_endian<4>(file, crc32(0, checked.data(), static_cast<uInt>(checked.size())));
}

bytes deflated(const bytes& content) {
  bytes made(compressBound(content.size()));
  uLongf length = made.size();
  if (compress2(made.data(), &length, content.data(), content.size(), 9) != Z_OK) {
    throw std::runtime_error{"zlib could not deflate the colour profile"};
  }
  made.resize(length);
  return made;
}

}  // namespace

png_files::png_files(seeded random) : profile_{deflated(icc_profile())} {
  struct kind {
    int colour_type, depth;
  };
  struct size {
    unsigned width, height;
  };
  constexpr std::array<kind, 5> kinds{{{PNG_COLOR_TYPE_RGB, 8},
                                       {PNG_COLOR_TYPE_RGB_ALPHA, 8},
                                       {PNG_COLOR_TYPE_PALETTE, 8},
                                       {PNG_COLOR_TYPE_GRAY, 8},
                                       {PNG_COLOR_TYPE_RGB, 16}}};
  constexpr std::array<size, 8> sizes{
      {{32, 32}, {128, 128}, {256, 256}, {512, 512}, {800, 600}, {1280, 720}, {1600, 900}, {1920, 1080}}};
  for (const size& size : sizes) {
    for (const kind& kind : kinds) {
      const auto smaller = static_cast<unsigned>(random.below(size.width / 16 + 1));
      const scene drawn = paint(size.width - smaller, size.height, 12, static_cast<unsigned>(random.below(30)), random);
      bases_.push_back({encode(drawn, kind.colour_type, kind.depth, random.chance(8)), drawn.width, drawn.height});
    }
  }
  sort_by_size(bases_);
}

made_file png_files::make(std::size_t serial, seeded& random) const {
  constexpr std::size_t before_metadata = 33;  // signature and IHDR
  const base& picture = draw(bases_, 50'000, 1.2, random);
  const auto start = picture.content.begin();
  made_file made{{}, picture.width, picture.height};
  made.content.assign(start, start + before_metadata);
  constexpr std::size_t colour_type_at = 25;
  const bool colour = (picture.content[colour_type_at] & PNG_COLOR_MASK_COLOR) != 0;
  if (colour && random.chance(20)) {
    bytes content;
    append(content, std::string_view{"RGB\0\0", 5});
    append(content, profile_);
    chunk(made.content, "iCCP", content);
  }
  if (random.chance(40)) {
    chunk(made.content, "pHYs", {0, 0, 0x16, 0x25, 0, 0, 0x16, 0x25, 1});
  }
  bytes text;
  append(text, std::string_view{"Title\0", 6});
  append(text, label(serial));
  chunk(made.content, "tEXt", text);
  made.content.insert(made.content.end(), start + before_metadata, picture.content.end());
  return made;
}

}  // namespace benchmarks
