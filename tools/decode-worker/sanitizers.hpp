#pragma once

/// What this program is compiled with; the limits that its run time cannot live under are left out then.
namespace preflight::worker::sanitizers {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool address = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool address = true;
#else
inline constexpr bool address = false;
#endif
#else
inline constexpr bool address = false;
#endif

}  // namespace preflight::worker::sanitizers
