#include "gif_files.hpp"

#include <gif_lib.h>

#include <array>
#include <stdexcept>

#include "scene.hpp"

namespace benchmarks {
namespace {

int keep(GifFileType* codec, const GifByteType* data, int length) {
  append(*static_cast<bytes*>(codec->UserData), std::span{data, static_cast<std::size_t>(length)});
  return length;
}

void expect(int status) {
  if (status != GIF_OK) {
    throw std::runtime_error{"giflib could not write a GIF file"};
  }
}

bytes encode(const scene& drawn, unsigned frames, seeded& random) {
  bytes made;
  int error = 0;
  GifFileType* codec = EGifOpen(&made, &keep, &error);
  std::array<GifColorType, 256> colours{};
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const auto shade = static_cast<GifByteType>(i);
    colours[i] = {shade, static_cast<GifByteType>(255 - shade), 90};
  }
  ColorMapObject* palette = GifMakeMapObject(static_cast<int>(colours.size()), colours.data());
  const auto width = static_cast<int>(drawn.width);
  const auto height = static_cast<int>(drawn.height);
  EGifSetGifVersion(codec, true);
  expect(EGifPutScreenDesc(codec, width, height, 8, 0, palette));
  if (frames > 1) {
    constexpr std::array<GifByteType, 3> forever{1, 0, 0};
    expect(EGifPutExtensionLeader(codec, APPLICATION_EXT_FUNC_CODE));
    expect(EGifPutExtensionBlock(codec, 11, "NETSCAPE2.0"));
    expect(EGifPutExtensionBlock(codec, static_cast<int>(forever.size()), forever.data()));
    expect(EGifPutExtensionTrailer(codec));
  }
  for (unsigned frame = 0; frame < frames; ++frame) {
    // After the first frame, most animations replace a part of the screen only.
    const int left = frame == 0 ? 0 : static_cast<int>(random.below(drawn.width / 2));
    const int top = frame == 0 ? 0 : static_cast<int>(random.below(drawn.height / 2));
    const int wide = frame == 0 ? width : width / 2;
    const int high = frame == 0 ? height : height / 2;
    constexpr std::array<GifByteType, 4> a_tenth_of_a_second{4, 10, 0, 0};
    expect(EGifPutExtension(codec, GRAPHICS_EXT_FUNC_CODE, 4, a_tenth_of_a_second.data()));
    expect(EGifPutImageDesc(codec, left, top, wide, high, false, nullptr));
    bytes row(static_cast<std::size_t>(wide));
    for (int y = 0; y < high; ++y) {
      const std::size_t line = static_cast<std::size_t>(top + y) * drawn.row_bytes();
      for (std::size_t x = 0; x < row.size(); ++x) {
        row[x] = drawn.pixels[line + (static_cast<std::size_t>(left) + x) * 3 + frame % 3];
      }
      expect(EGifPutLine(codec, row.data(), wide));
    }
  }
  expect(EGifCloseFile(codec, &error));
  GifFreeMapObject(palette);
  return made;
}

}  // namespace

gif_files::gif_files(seeded random) {
  struct shape {
    unsigned width, height, frames;
  };
  constexpr std::array<shape, 14> shapes{{{16, 16, 1},
                                          {64, 64, 1},
                                          {120, 90, 8},
                                          {200, 200, 1},
                                          {200, 200, 12},
                                          {320, 240, 1},
                                          {320, 240, 20},
                                          {480, 270, 1},
                                          {480, 270, 30},
                                          {640, 360, 1},
                                          {640, 480, 10},
                                          {800, 600, 1},
                                          {500, 500, 48},
                                          {1280, 720, 1}}};
  constexpr std::array<unsigned, 3> grains{0, 3, 12};
  for (const shape& shape : shapes) {
    for (const unsigned grain : grains) {
      const scene picture = paint(shape.width, shape.height, grain, 40, random);
      bases_.push_back({encode(picture, shape.frames, random), shape.width, shape.height});
    }
  }
  sort_by_size(bases_);
}

made_file gif_files::make(std::size_t serial, seeded& random) const {
  constexpr std::size_t before_metadata = 13 + 3 * 256;  // the screen and its colour table
  const base& picture = draw(bases_, 40'000, 1.2, random);
  const auto start = picture.content.begin();
  made_file made{{}, picture.width, picture.height};
  made.content.assign(start, start + before_metadata);
  const std::string text = label(serial);
  append(made.content, std::string_view{"\x21\xFE"});
  made.content.push_back(static_cast<std::uint8_t>(text.size()));
  append(made.content, text);
  made.content.push_back(0);
  made.content.insert(made.content.end(), start + before_metadata, picture.content.end());
  return made;
}

}  // namespace benchmarks
