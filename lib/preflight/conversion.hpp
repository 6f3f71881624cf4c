#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/format.hpp>
#include <preflight/inline_text.hpp>

namespace preflight {

/// How a file of one format becomes one of another, where the usual way (advise_conversion) is not the best.
struct conversion {
  format from;
  format to;
  std::string_view how;
};

/// The first row counts whose result the destination accepts.
inline constexpr std::array conversions{
    conversion{format::heic, format::jpeg, "convert it: heif-convert in.heic out.jpg"},
    conversion{format::jxl, format::png, "convert it: djxl in.jxl out.png"},
    conversion{format::psd, format::png, "export it from Photoshop as PNG, or: convert \"in.psd[0]\" out.png"},
    conversion{format::svg, format::png, "draw it as pixels: rsvg-convert -w 1920 in.svg -o out.png"},
    conversion{format::pdf, format::png, "draw a page as pixels: pdftoppm -png -singlefile in.pdf out"},
    conversion{format::ico, format::png, "use the picture that the icon was made from"},
    conversion{format::icns, format::png, "use the picture that the icon was made from"},
    conversion{format::png, format::jpeg, "convert it: convert in.png -background white -flatten out.jpg"},
};

/// Writes how a picture or video becomes something the destination accepts; nothing where no way is known. In the
/// commands the file is called "in", the result "out".
template <std::size_t N>
constexpr void advise_conversion(format from, const destination& d, inline_text<N>& out) {
  constexpr std::string_view not_so = "Renaming does not help; ";
  for (const conversion& each : conversions) {
    if (each.from == from && d.accepts(each.to)) {
      out << not_so << each.how;
      return;
    }
  }
  const format_info& is = info(from);
  if (is.kind == kind::video && d.accepts(format::mp4)) {
    out << not_so << "convert it: ffmpeg -i in." << is.extensions.front()
        << " -c:v libx264 -pix_fmt yuv420p -movflags +faststart out.mp4";
  } else if (is.kind == kind::video && d.accepts(format::png)) {
    out << not_so << "take one frame of it: ffmpeg -i in." << is.extensions.front() << " -frames:v 1 out.png";
  } else if (is.kind == kind::image && d.accepts(format::png)) {
    out << not_so << "convert it: ffmpeg -i in." << is.extensions.front() << " -frames:v 1 out.png";
  }
}

}  // namespace preflight
