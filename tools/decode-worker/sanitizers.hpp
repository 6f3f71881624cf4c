#pragma once

/// Whether this program is compiled with the address sanitizer. Limits that its run time cannot live under are left out
/// then.
#if defined(__SANITIZE_ADDRESS__)
#define MEDIA_PREFLIGHT_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEDIA_PREFLIGHT_ADDRESS_SANITIZER 1
#endif
#endif

namespace preflight::worker::sanitizers {

#if defined(MEDIA_PREFLIGHT_ADDRESS_SANITIZER)
inline constexpr bool address = true;
#else
inline constexpr bool address = false;
#endif

}  // namespace preflight::worker::sanitizers
