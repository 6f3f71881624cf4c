#pragma once

#include <array>

#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::sniffers {

/// "farbfeld", width, height, then four 16-bit samples a pixel.
class farbfeld {
 public:
  static constexpr std::array formats{format::farbfeld};

  static constexpr format claim(byte_view head) {
    return byte_cursor{head}.take("farbfeld") ? format::farbfeld : format::unknown;
  }

  constexpr read_request advance(byte_view window, const sniff_request&, facts& f) {
    byte_cursor header{window, 8};
    const std::uint32_t width = header.u32be();
    f.coded = {width, header.u32be()};
    return done;
  }
};

}  // namespace preflight::detail::sniffers
