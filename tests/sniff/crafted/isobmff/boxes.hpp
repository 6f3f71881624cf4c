#pragma once

#include <cstdint>
#include <string_view>

#include "sniff/crafted/bytes.hpp"

namespace crafted::boxes {

/// A box (ISO 14496-12, 4.2) whose size is patched in.
[[nodiscard]] inline bytes box(std::string_view type, const bytes& payload = {}) {
  return bytes{}.u32(payload.size() + 8).text(type).add(payload);
}

[[nodiscard]] inline bytes full_box(std::string_view type, std::uint8_t version, std::uint32_t flags,
                                    const bytes& payload = {}) {
  return box(type, bytes{}.u8(version).u24(flags).add(payload));
}

/// Eight bytes that claim to begin a box of `size` bytes; 0 says "to the end of the file".
[[nodiscard]] inline bytes claimed(std::uint32_t size, std::string_view type) { return bytes{}.u32(size).text(type); }

/// Sixteen bytes that begin a box with a 64-bit size.
[[nodiscard]] inline bytes claimed_64(std::uint64_t size, std::string_view type) {
  return bytes{}.u32(1).text(type).u64(size);
}

[[nodiscard]] inline bytes uuid(const bytes& payload) { return box("uuid", bytes{}.repeat(16, 0xA5).add(payload)); }

[[nodiscard]] inline bytes ftyp(std::string_view major, std::string_view compatible) {
  return box("ftyp", text(major).u32(512).text(compatible));
}

inline const bytes ftyp_mp4 = ftyp("isom", "isomiso2avc1mp41");
inline const bytes ftyp_mov = ftyp("qt  ", "qt  ");

}  // namespace crafted::boxes
