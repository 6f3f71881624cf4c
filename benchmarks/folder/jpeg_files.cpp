#include "jpeg_files.hpp"

// jpeglib.h needs it and does not include it.
#include <cstdio>

#include <jpeglib.h>

#include <array>
#include <cstdlib>
#include <span>

#include "exif_block.hpp"
#include "icc_profile.hpp"
#include "scene.hpp"

namespace benchmarks {
namespace {

struct encoding {
  int quality = 80;
  bool progressive = false;
  bool full_colour = false;  // no subsampling
  unsigned restart_rows = 0;
};

bytes encode(const scene& picture, const encoding& options) {
  jpeg_compress_struct codec{};
  jpeg_error_mgr errors{};
  codec.err = jpeg_std_error(&errors);
  jpeg_create_compress(&codec);
  unsigned char* out = nullptr;
  unsigned long length = 0;  // NOLINT(google-runtime-int): libjpeg's type
  jpeg_mem_dest(&codec, &out, &length);
  codec.image_width = picture.width;
  codec.image_height = picture.height;
  codec.input_components = 3;
  codec.in_color_space = JCS_RGB;
  jpeg_set_defaults(&codec);
  jpeg_set_quality(&codec, options.quality, 1);
  if (options.full_colour) {
    codec.comp_info->h_samp_factor = 1;  // of the first component: the lightness
    codec.comp_info->v_samp_factor = 1;
  }
  if (options.progressive) {
    jpeg_simple_progression(&codec);
  }
  codec.restart_in_rows = static_cast<int>(options.restart_rows);
  jpeg_start_compress(&codec, 1);
  while (codec.next_scanline < codec.image_height) {
    // libjpeg reads it and does not say so. NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    auto* row = const_cast<JSAMPLE*>(picture.row(codec.next_scanline).data());
    jpeg_write_scanlines(&codec, &row, 1);
  }
  jpeg_finish_compress(&codec);
  jpeg_destroy_compress(&codec);
  bytes result;
  append(result, std::span{out, length});
  std::free(out);  // NOLINT(cppcoreguidelines-no-malloc): libjpeg allocated it
  return result;
}

void segment(bytes& file, std::uint8_t marker, const bytes& content) {
  file.push_back(0xFF);
  file.push_back(marker);
  append_big_endian<2>(file, content.size() + 2);
  append(file, content);
}

bytes colour_profile(const bytes& profile) {
  bytes result;
  append(result, std::string_view{"ICC_PROFILE\0\1\1", 14});
  append(result, profile);
  return result;
}

/// A packet with the room for edits that XMP part 1, 7.3.4 advises.
bytes xmp_packet() {
  bytes result;
  append(result, std::string_view{"http://ns.adobe.com/xap/1.0/\0", 29});
  append(result,
         "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
         "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''/></rdf:RDF>"
         "</x:xmpmeta>");
  result.resize(result.size() + 2048, ' ');
  append(result, "<?xpacket end='w'?>");
  return result;
}

}  // namespace

jpeg_files::jpeg_files(seeded random) : profile_{icc_profile()} {
  struct shape {
    unsigned width, height, grains;
  };
  constexpr std::array<shape, 12> shapes{{{96, 96, 5},
                                          {200, 200, 5},
                                          {400, 300, 5},
                                          {480, 640, 5},
                                          {800, 600, 5},
                                          {1024, 1024, 5},
                                          {1280, 720, 5},
                                          {1600, 900, 5},
                                          {1920, 1080, 5},
                                          {2048, 1365, 4},
                                          {3024, 4032, 1},
                                          {4032, 3024, 2}}};
  constexpr std::array<unsigned, 5> grains{6, 14, 0, 28, 50};
  for (const shape& shape : shapes) {
    for (const unsigned grain : std::span{grains}.first(shape.grains)) {
      const auto smaller = static_cast<unsigned>(random.below(shape.width / 16 + 1));
      const scene drawn = paint(shape.width - smaller, shape.height, grain, 20 + grain, random);
      const encoding options{static_cast<int>(60 + random.below(34)), random.chance(25), random.chance(30),
                             random.chance(10) ? 4U : 0U};
      bases_.push_back({encode(drawn, options), drawn.width, drawn.height});
    }
  }
  sort_by_size(bases_);
  thumbnail_ = encode(paint(160, 120, 28, 100, random), {});
}

made_file jpeg_files::make(std::size_t serial, seeded& random) const {
  constexpr std::size_t before_metadata = 20;  // SOI and JFIF's APP0, which libjpeg writes
  const base& picture = draw(bases_, 75'000, 1.1, random);
  const auto start = picture.content.begin();
  made_file result{{}, picture.width, picture.height};
  const bool photograph = random.chance(50);
  if (photograph) {
    append(result.content, std::string_view{"\xFF\xD8"});
    exif_block about{random.chance(20) ? std::uint16_t{6} : std::uint16_t{1}, {}, random.below(4000)};
    if (random.chance(70)) {
      about.thumbnail = thumbnail_;
    }
    segment(result.content, 0xE1, encode(about));
  } else {
    result.content.assign(start, start + before_metadata);
  }
  if (random.chance(25)) {
    segment(result.content, 0xE1, xmp_packet());
  }
  if (random.chance(45)) {
    segment(result.content, 0xE2, colour_profile(profile_));
  }
  bytes comment;
  append(comment, label(serial));
  segment(result.content, 0xFE, comment);
  result.content.insert(result.content.end(), start + before_metadata, picture.content.end());
  return result;
}

}  // namespace benchmarks
