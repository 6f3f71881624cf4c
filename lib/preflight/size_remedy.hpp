#pragma once

#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/facts.hpp>

namespace preflight {

/// How a file of this format gets fewer bytes, in a form that the destination takes.
[[nodiscard]] constexpr std::string_view size_remedy(const facts& f, const destination& d) {
  switch (f.format) {
    case format::png:
    case format::jpeg:
      if (d.accepts(format::jpeg)) {
        return "Save it as a JPEG of moderate quality: convert in.png -resize \"1920x1080>\" -quality 85 out.jpg";
      }
      return "Save it with fewer pixels: convert in.png -resize \"1920x1080>\" out.png";
    case format::gif:
      return "Save it with fewer frames, fewer pixels or fewer colours: gifsicle -O3 --colors 64 in.gif -o out.gif";
    case format::mp4:
    case format::mov:
      return "Encode it with a lower bit rate: ffmpeg -i in.mp4 -c:v libx264 -crf 28 -preset slow -movflags +faststart "
             "out.mp4; a larger crf makes a smaller file. Or shorten it.";
    default: return {};
  }
}

}  // namespace preflight
