#pragma once

#include <string_view>

namespace preflight {

/// A text that only explains, such as why a rule is there, or where a limit comes from. No verdict contains one, so a
/// build that shows none, as for browsers, defines MEDIA_PREFLIGHT_WITHOUT_EXPLANATIONS and does not carry them.
#ifdef MEDIA_PREFLIGHT_WITHOUT_EXPLANATIONS
struct explanation {
  constexpr explanation() = default;
  constexpr explanation(const char*) {}
  constexpr explanation(std::string_view) {}
  constexpr operator std::string_view() const { return {}; }
};
#else
using explanation = std::string_view;
#endif

}  // namespace preflight
