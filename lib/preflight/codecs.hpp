#pragma once

#include <array>

#include <preflight/codecs/avc.hpp>
#include <preflight/codecs/hevc.hpp>

namespace preflight {

/// Every codec configuration that is read for its picture size.
inline constexpr std::array all_codec_configurations{&codecs::avc_configuration, &codecs::hevc_configuration};

}  // namespace preflight
