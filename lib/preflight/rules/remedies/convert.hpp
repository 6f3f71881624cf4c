#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/facts.hpp>
#include <preflight/facts/format.hpp>
#include <preflight/rules/remedies/scale_video.hpp>
#include <preflight/text/inline_string.hpp>

namespace preflight {

/// How a file of one format becomes one of another, where the usual way (advise_conversion) is not the best.
struct conversion {
  format source;
  format result;
  std::string_view advice;
};

/// The first row counts whose result the destination accepts.
inline constexpr std::array conversions{
    conversion{format::heic, format::jpeg, "convert it: heif-convert FILE out.jpg"},
    conversion{format::jxl, format::png, "convert it: djxl FILE out.png"},
    conversion{format::psd, format::png, "export it from Photoshop as PNG, or: convert \"FILE[0]\" out.png"},
    conversion{format::svg, format::png, "render it as pixels: rsvg-convert -b white -w 1920 FILE -o out.png"},
    conversion{format::pdf, format::png, "draw a page as pixels: pdftoppm -png -singlefile FILE out"},
    conversion{format::ico, format::png, "use the picture that the icon was made from"},
    conversion{format::icns, format::png, "use the picture that the icon was made from"},
    conversion{format::cr2, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::cr3, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::nef, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::arw, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::dng, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::raf, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::orf, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::rw2, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::pef, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::raw, format::jpeg, "develop it: darktable-cli FILE out.jpg"},
    conversion{format::png, format::jpeg, "convert it: convert FILE -background white -flatten out.jpg"},
};

/// Writes how a picture or video becomes something the destination accepts; nothing where no way is known. In the
/// commands the file is called FILE, the result "out".
template <std::size_t N>
constexpr void advise_conversion(const facts& f, const destination& d, inline_string<N>& out) {
  constexpr std::string_view not_so = "Renaming does not help; ";
  for (const conversion& conversion : conversions) {
    if (conversion.source == f.format && d.accepts(conversion.result)) {
      out << not_so << conversion.advice;
      return;
    }
  }
  using kind_of_file = preflight::kind;
  const kind_of_file kind = info(f.format).kind;
  const std::string_view video = video_to_make(d);
  if (kind == kind_of_file::video && !video.empty()) {
    const extent size = f.display();
    out << not_so << "convert it: ffmpeg -i FILE";
    write_filter({size.usable() ? scaling_for(size, d) : scaling_for_unknown(d)}, out);
    out << " -c:v libx264 -pix_fmt yuv420p -movflags +faststart out." << video;
  } else if ((kind == kind_of_file::video || kind == kind_of_file::image) && !picture_to_make(d).empty()) {
    out << not_so << (kind == kind_of_file::video ? "take one frame of it: " : "convert it: ");
    write_first_frame(d, out);
  }
}

}  // namespace preflight
