#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <preflight/facts/format.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail::signatures {

/// Bytes at a fixed place that alone tell a format: four at least, since of random files one in 65,536 begins with any
/// two. A zero of the mask lets any byte stand there.
struct magic {
  preflight::format format;
  std::string_view bytes;
  std::string_view mask{};  ///< empty: every byte counts
};

// "…"sv with embedded zeros; FF in a mask counts, 00 does not.
inline constexpr std::array magics = [] {
  using namespace std::string_view_literals;
  constexpr auto riff = "\xFF\xFF\xFF\xFF\0\0\0\0\xFF\xFF\xFF\xFF"sv;
  return std::array{
      magic{format::webp, "RIFF\0\0\0\0WEBP"sv, riff},
      magic{format::avi, "RIFF\0\0\0\0AVI "sv, riff},
      magic{format::wav, "RIFF\0\0\0\0WAVE"sv, riff},
      magic{format::wav, "RF64\0\0\0\0WAVE"sv, riff},
      magic{format::tiff, "II*\0"sv},
      magic{format::tiff, "MM\0*"sv},
      magic{format::tiff, "II+\0\x08\0\0\0"sv},  // BigTIFF: eight-byte offsets
      magic{format::tiff, "MM\0+\0\x08\0\0"sv},
      magic{format::icns, "icns\0"sv},  // and a length below 16 MiB
      magic{format::psd, "8BPS\0\1"sv},
      magic{format::psd, "8BPS\0\2"sv},
      magic{format::jp2, "\0\0\0\x0CjP  \r\n\x87\n"sv},
      magic{format::jp2, "\xFF\x4F\xFF\x51"sv},  // codestream: SOC, SIZ
      magic{format::jxl, "\0\0\0\x0CJXL \r\n\x87\n"sv},
      magic{format::flv, "FLV\1"sv},
      magic{format::wmv, "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C"sv},  // ASF header object
      magic{format::rw2, "IIU\0"sv},
      magic{format::orf, "IIRO"sv},
      magic{format::orf, "IIRS"sv},
      magic{format::orf, "MMOR"sv},
      magic{format::raf, "FUJIFILMCCD-RAW "sv},
      magic{format::raw, "FOVb"sv},     // Sigma X3F
      magic{format::raw, "\0MRM\0"sv},  // Minolta
      magic{format::ogg, "OggS\0"sv},
      magic{format::flac, "fLaC\0"sv},
      magic{format::gzip, "\x1F\x8B\x08\0"sv, "\xFF\xFF\xFF\xE0"sv},  // deflate, no reserved flag (RFC 1952, 2.3.1)
      magic{format::bzip2, "BZh\0\x31\x41\x59\x26\x53\x59"sv, "\xFF\xFF\xFF\0\xFF\xFF\xFF\xFF\xFF\xFF"sv},
      magic{format::xz,
            "\xFD"
            "7zXZ\0"sv},
      magic{format::zstd, "\x28\xB5\x2F\xFD"sv},
      magic{format::seven_zip, "7z\xBC\xAF\x27\x1C"sv},
      magic{format::rar, "Rar!\x1A\x07"sv},
      magic{format::zip, "PK\x03\x04"sv},
      magic{format::zip, "PK\x05\x06"sv},
      magic{format::zip, "PK\x07\x08"sv},
      magic{format::apple_double, "\x00\x05\x16\x07\0\1\0\0"sv},
      magic{format::apple_double, "\x00\x05\x16\x07\0\2\0\0"sv},
      magic{format::apple_double, "\x00\x05\x16\x00\0\1\0\0"sv},  // AppleSingle
      magic{format::apple_double, "\x00\x05\x16\x00\0\2\0\0"sv},
  };
}();

/// The format whose signature the head begins with, format::unknown if none.
[[nodiscard]] constexpr format magic_number(byte_view head) {
  for (const magic& candidate : magics) {
    byte_cursor bytes{head};
    std::size_t matched = 0;
    while (matched < candidate.bytes.size()) {
      const auto mask =
          candidate.mask.empty() ? std::uint8_t{0xFF} : static_cast<std::uint8_t>(candidate.mask[matched]);
      if ((bytes.u8() & mask) != static_cast<std::uint8_t>(candidate.bytes[matched]) || bytes.exhausted()) {
        break;
      }
      ++matched;
    }
    if (matched == candidate.bytes.size()) {
      return candidate.format;
    }
  }
  return format::unknown;
}

}  // namespace preflight::detail::signatures
