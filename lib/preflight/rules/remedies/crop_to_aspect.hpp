#pragma once

#include <cstdint>
#include <string_view>

#include <preflight/decode/claimed_sizes.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/scale_video.hpp>

namespace preflight {

[[nodiscard]] constexpr bool advises_square(const destination& d) {
  return d.picture_aspect && d.picture_aspect->value.a == d.picture_aspect->value.b;
}
[[nodiscard]] constexpr bool advises_widescreen(const destination& d) { return d.picture_aspect && !advises_square(d); }

/// True if width : height is within 1 % of `aspect`: |width x b - height x a| <= (height x a) / 100.
[[nodiscard]] constexpr bool near_aspect(extent size, ratio aspect) {
  const std::uint64_t actual = std::uint64_t{size.width} * aspect.b;
  const std::uint64_t advised = std::uint64_t{size.height} * aspect.a;
  return (actual > advised ? actual - advised : advised - actual) <= advised / 100;
}

/// The shape that a picture should have, and whether that is "advised" or "required".
struct wanted_aspect {
  ratio shape;
  std::string_view degree;
};

/// What not-widescreen, not-square and aspect-not-accepted have in common: a picture of another shape.
constexpr bool misses_aspect(const facts& f, const destination& d, const wanted_aspect& aspect, finding& out) {
  const extent size = picture_size(f);
  const ratio advised = aspect.shape;
  if (info(f.format).kind != kind::image || !size.usable() || !advised.usable() || near_aspect(size, advised)) {
    return false;
  }
  // The largest part of the picture that has the shape.
  extent crop{size.width, scaled(size.width, {advised.b, advised.a})};
  if (crop.height > size.height) {
    crop = {scaled(size.height, advised), size.height};
  }
  out.actual << size;
  out.limit << advised;
  out.message << "The picture is " << size << "; the " << aspect.degree << " shape for " << d.title << " is "
              << advised;
  // A small picture may have no such part: whole pixels come no nearer.
  if (crop.usable() && near_aspect(crop, advised)) {
    out.message << ", for example " << crop;
    out.fix << "Crop it, for example to the middle: convert FILE -auto-orient +repage -gravity center -crop " << crop
            << "+0+0 +repage out." << (d.accepts(f.format) ? info(f.format).extensions.front() : picture_to_make(d));
  }
  out.message << '.';
  return true;
}

}  // namespace preflight
