#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/facts.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight {

/// Writes how a file of this format gets fewer bytes, in a form that the destination takes; nothing where no way is
/// known.
template <std::size_t N>
constexpr void advise_fewer_bytes(const facts& f, const destination& d, inline_string<N>& out) {
  const std::string_view extension = info(f.format).extensions.front();
  // Twice what is advised is sharp on any screen.
  const extent advised = d.advised_picture_size ? d.advised_picture_size->value : extent{960, 960};
  const extent enough{advised.width * 2, advised.height * 2};
  constexpr destination unlimited{};  // limits of size have remedies of their own
  switch (f.format) {
    case format::png:
    case format::jpeg:
      out << "Save it with fewer pixels" << (d.accepts(format::jpeg) ? " as a JPEG" : "") << ": convert FILE -resize \""
          << enough << ">\" -quality 85 out." << (d.accepts(format::jpeg) ? "jpg" : extension);
      break;
    case format::gif:
      out << "Save it with fewer frames, pixels or colours: gifsicle -O3 --colors 64 FILE -o out.gif";
      break;
    case format::mp4:
    case format::mov:
      out << "Shorten it, or encode it with a lower bit rate (a larger crf gives fewer bytes): ffmpeg -i FILE";
      write_filter({scaling_for(f.display(), unlimited), false, f.tracks[0].range != dynamic_range::standard}, out);
      out << " -c:v libx264 -crf 28 -preset slow -pix_fmt yuv420p -movflags +faststart out."
          << (d.accepts(f.format) ? extension : video_to_make(d));
      break;
    default: break;
  }
}

}  // namespace preflight
