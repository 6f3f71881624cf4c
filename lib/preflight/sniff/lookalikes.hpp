#pragma once

#include <array>

#include <preflight/sniff/gif.hpp>
#include <preflight/sniff/isobmff/isobmff.hpp>
#include <preflight/sniff/jpeg.hpp>
#include <preflight/sniff/png.hpp>
#include <preflight/sniff/signatures/base64.hpp>
#include <preflight/sniff/signatures/containers.hpp>
#include <preflight/sniff/signatures/jpeg_xl.hpp>
#include <preflight/sniff/signatures/magic.hpp>
#include <preflight/sniff/signatures/mpeg.hpp>
#include <preflight/sniff/signatures/raw_photo.hpp>
#include <preflight/sniff/signatures/text.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight::detail::sniffers {

/// What people send that is not an accepted format, identified so that a message can help. Nothing is walked.
class lookalikes {
 public:
  static constexpr std::array formats{format::webp,        format::jxl,    format::jp2,  format::bmp,
                                      format::tiff,        format::ico,    format::icns, format::psd,
                                      format::svg,         format::pdf,    format::webm, format::mkv,
                                      format::avi,         format::flv,    format::wmv,  format::mpeg_ts,
                                      format::mpeg_ps,     format::wav,    format::mp3,  format::cr2,
                                      format::nef,         format::arw,    format::dng,  format::raf,
                                      format::orf,         format::rw2,    format::pef,  format::raw,
                                      format::ogg,         format::flac,   format::zip,  format::gzip,
                                      format::bzip2,       format::xz,     format::zstd, format::seven_zip,
                                      format::rar,         format::tar,    format::html, format::json,
                                      format::xml,         format::base64, format::text, format::git_lfs_pointer,
                                      format::apple_double};

  static constexpr format claim(byte_view head) {
    // The start of a GIF can be text, or a transport packet; a box can be of an icon's size; and the time stamp in
    // front of a transport packet can be the start of a JPEG.
    if (gif::claim(head) != format::unknown || isobmff::claim(head) != format::unknown ||
        jpeg::claim(head) != format::unknown) {
      return format::unknown;
    }
    constexpr std::array all_signatures{signatures::raw_photo,
                                        signatures::magic_number,
                                        signatures::jpeg_xl_codestream,
                                        signatures::bmp,
                                        signatures::ico,
                                        signatures::matroska,
                                        signatures::pdf,
                                        signatures::mpeg_transport_stream,
                                        signatures::mpeg_program_stream,
                                        signatures::mp3,
                                        signatures::git_lfs_pointer,
                                        signatures::markup,
                                        signatures::tar};
    for (const auto signature : all_signatures) {
      const format claimed = signature(head);
      if (claimed != format::unknown) {
        return claimed;
      }
    }
    if (!signatures::is_utf8_text(head)) {
      return signatures::is_utf16_text(head) ? format::text : format::unknown;
    }
    for (const auto signature : {signatures::json, signatures::xml}) {
      const format claimed = signature(head);
      if (claimed != format::unknown) {
        return claimed;
      }
    }
    return wrapped(head) == format::unknown ? format::text : format::base64;
  }

  constexpr read_request advance(byte_view window, const sniff_request&, facts& f) {
    if (f.format == format::git_lfs_pointer) {
      f.pointed_size = signatures::git_lfs_size(window.part(0, head_size));
    } else if (f.format == format::base64) {
      f.wrapped_format = wrapped(window.part(0, head_size));
    }
    return done;
  }

 private:
  /// The picture or video that a Base64 text stands for.
  static constexpr format wrapped(byte_view head) {
    const signatures::base64_head text{head};
    for (const auto signature : {png::claim, jpeg::claim, gif::claim, isobmff::claim, signatures::magic_number}) {
      const format claimed = signature(text.decoded());
      if (claimed != format::unknown) {
        return claimed;
      }
    }
    return format::unknown;
  }
};

}  // namespace preflight::detail::sniffers
