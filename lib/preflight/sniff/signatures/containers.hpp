#pragma once

#include <cstdint>
#include <string_view>

#include <preflight/facts/format.hpp>
#include <preflight/input/bytes.hpp>

namespace preflight::detail::signatures {

/// "BM" is two letters of many texts; a BMP also has one of the known sizes of its second header.
[[nodiscard]] constexpr format bmp(byte_view head) {
  byte_cursor bytes{head};
  if (!bytes.take("BM")) {
    return format::unknown;
  }
  bytes.skip(12);
  switch (bytes.u32le()) {
    case 12:  // BITMAPCOREHEADER
    case 16:  // OS/2 2.x, short
    case 40:  // BITMAPINFOHEADER
    case 52:
    case 56:
    case 64:   // OS/2 2.x
    case 108:  // BITMAPV4HEADER
    case 124:  // BITMAPV5HEADER
      return format::bmp;
    default: return format::unknown;
  }
}

/// An icon or cursor directory, whose first entry points after the directory.
[[nodiscard]] constexpr format ico(byte_view head) {
  byte_cursor bytes{head};
  const std::uint32_t type = bytes.u32be();
  const std::uint16_t count = bytes.u16le();
  bytes.skip(8);
  const std::uint32_t size = bytes.u32le();
  const std::uint32_t offset = bytes.u32le();
  const bool icon = type == 0x00000100U || type == 0x00000200U;
  return icon && count > 0 && count <= 1024 && size > 0 && offset >= 6U + 16U * count && !bytes.exhausted()
             ? format::ico
             : format::unknown;
}

/// WebM is Matroska with another DocType (RFC 9559, RFC 8794 11.2.6). The EBML header is short; the element is looked
/// for by its ID.
[[nodiscard]] constexpr format matroska(byte_view head) {
  if (!byte_cursor{head}.take("\x1A\x45\xDF\xA3")) {
    return format::unknown;
  }
  byte_cursor bytes{head.part(head.offset(), 128)};
  if (bytes.seek("\x42\x82")) {
    bytes.skip(2);
    const std::uint8_t size = bytes.u8();
    bytes.skip(size == 0x40 ? 1 : size == 0x01 ? 7 : 0);  // four is also written in two bytes or in eight
    if (bytes.take("webm")) {
      return format::webm;
    }
  }
  return format::mkv;
}

/// The magic of a tar header (POSIX.1, ustar interchange format; GNU's has blanks after it).
[[nodiscard]] constexpr format tar(byte_view head) {
  constexpr std::uint64_t magic_offset = 257;
  return head.covers(head.offset(), magic_offset) && byte_cursor{head, head.offset() + magic_offset}.take("ustar")
             ? format::tar
             : format::unknown;
}

/// At the very start, or after white space and a byte order mark: readers accept more, but then a text about PDF is
/// one.
[[nodiscard]] constexpr format pdf(byte_view head) {
  byte_cursor bytes{head};
  bytes.take("\xEF\xBB\xBF");
  while (bytes.take("\n") || bytes.take("\r") || bytes.take(" ") || bytes.take("\t")) {
  }
  return bytes.take("%PDF-") ? format::pdf : format::unknown;
}

}  // namespace preflight::detail::signatures
