#pragma once

#include <array>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/format.hpp>

namespace preflight {

/// How a file of one format becomes one of another.
struct conversion {
  format from;
  format to;
  std::string_view how;  ///< begins a sentence, holds a command where there is one
};

// clang-format off
/// The first row whose result the destination accepts is the one to advise.
inline constexpr std::array conversions{
    conversion{format::heic, format::jpeg, "Convert it: heif-convert in.heic out.jpg"},
    conversion{format::avif, format::png,  "Convert it: avifdec in.avif out.png"},
    conversion{format::webp, format::png,  "Convert it: ffmpeg -i in.webp out.png"},
    conversion{format::jxl,  format::png,  "Convert it: djxl in.jxl out.png"},
    conversion{format::jp2,  format::png,  "Convert it: ffmpeg -i in.jp2 out.png"},
    conversion{format::bmp,  format::png,  "Convert it: ffmpeg -i in.bmp out.png"},
    conversion{format::tiff, format::png,  "Convert it: magick in.tif out.png"},
    conversion{format::ico,  format::png,  "An icon is too small for this; use the picture it was made from"},
    conversion{format::icns, format::png,  "An icon is too small for this; use the picture it was made from"},
    conversion{format::psd,  format::png,  "Export it from Photoshop as PNG, or: magick \"in.psd[0]\" out.png"},
    conversion{format::svg,  format::png,  "Draw it as pixels: rsvg-convert -w 1920 in.svg -o out.png"},
    conversion{format::pdf,  format::png,  "Draw a page as pixels: pdftoppm -png -singlefile in.pdf out"},
    conversion{format::gif,  format::png,  "Convert its first frame: ffmpeg -i in.gif -frames:v 1 out.png"},
    conversion{format::png,  format::jpeg, "Convert it: magick in.png -background white -flatten out.jpg"},
    conversion{format::jpeg, format::png,  "Convert it: magick in.jpg -auto-orient out.png"},
    conversion{format::mov,  format::mp4,  "Convert it: ffmpeg -i in.mov -pix_fmt yuv420p out.mp4"},
    conversion{format::mov,  format::png,  "Take one frame of it: ffmpeg -i in.mov -frames:v 1 out.png"},
    conversion{format::mp4,  format::mov,  "Convert it: ffmpeg -i in.mp4 -c copy out.mov"},
    conversion{format::mp4,  format::png,  "Take one frame of it: ffmpeg -i in.mp4 -frames:v 1 out.png"},
};
// clang-format on

/// Videos that are not MP4 or MOV, all with one remedy.
inline constexpr std::string_view convert_video =
    "Convert it: ffmpeg -i in -c:v libx264 -pix_fmt yuv420p -movflags +faststart out.mp4 (in: this file)";
inline constexpr std::string_view convert_video_to_picture =
    "Take one frame of it: ffmpeg -i in -frames:v 1 out.png (in: this file)";

/// What to do with a file of a format that a destination does not accept, or nothing where nothing special is known.
[[nodiscard]] constexpr std::string_view conversion_advice(format from, const destination& d) {
  for (const conversion& each : conversions) {
    if (each.from == from && d.accepts(each.to)) {
      return each.how;
    }
  }
  if (info(from).kind == kind::video) {
    return d.accepts(format::mp4)   ? convert_video
           : d.accepts(format::png) ? convert_video_to_picture
                                    : std::string_view{};
  }
  return {};
}

}  // namespace preflight
