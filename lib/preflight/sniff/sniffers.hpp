#pragma once

#include <cstddef>
#include <tuple>

#include <preflight/sniff/gif.hpp>
#include <preflight/sniff/isobmff/isobmff.hpp>
#include <preflight/sniff/jpeg.hpp>
#include <preflight/sniff/lookalikes.hpp>
#include <preflight/sniff/png.hpp>
#include <preflight/sniff/sniffer.hpp>

namespace preflight {

template <sniffer... S>
struct sniffer_list {
  using states = std::tuple<S...>;
  static constexpr std::size_t count = sizeof...(S);

  /// Which format the head of a file claims, asking each sniffer in turn.
  static constexpr format claim(byte_view head) {
    format claimed = format::unknown;
    static_cast<void>(((claimed = S::claim(head), claimed != format::unknown) || ...));
    return claimed;
  }

  /// How many sniffers claim this head; never more than one.
  static constexpr std::size_t claims(byte_view head) {
    return (std::size_t{0} + ... + (S::claim(head) != format::unknown ? 1U : 0U));
  }
};

/// Every sniffer there is. A new format is one file in this room and one entry here.
using all_sniffers = sniffer_list<detail::sniffers::gif, detail::sniffers::isobmff, detail::sniffers::jpeg,
                                  detail::sniffers::png, detail::sniffers::lookalikes>;

}  // namespace preflight
