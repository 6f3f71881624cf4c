#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>

#include <preflight/sniff/probe.hpp>

#include "fuzz/sniffing.hpp"

namespace fuzz::targets {

/// The answer depends on the bytes of a file, never on how they were cut into windows, nor on who cut them.
inline constexpr target probe{
    .name = "probe",
    .run =
        [](input file) {
          const preflight::byte_view head{file.first(std::min<std::size_t>(file.size(), preflight::head_size))};
          promise(preflight::all_sniffers::claims(head) <= 1, "two sniffers claim one file");
          std::mt19937 random = choices(file);
          for (const depth level : {depth::header, depth::structure}) {
            const facts expected = preflight::sniff(file, level);
            promise_sound(expected);
            const crafted::drive_result drive = crafted::drive_exactly(file, level);
            promise(crafted::same(drive.facts, expected), "exact windows lead to other facts than one for all");
            promise(crafted::same(crafted::drive_with_surplus(file, level, random).facts, expected),
                    "windows with a surplus lead to other facts than one for all");
            preflight::memory_source source{file};
            const auto probed = preflight::probe(source, level);
            promise(probed && crafted::same(probed->file, expected), "probe leads to other facts than sniff");
            promise(probed->bytes_read == drive.bytes_requested, "probe reads what nothing asked for");
          }
          preflight::budget low = low_ceilings(random);
          promise(crafted::same(crafted::drive_exactly(file, depth::structure, low).facts,
                                preflight::sniff(file, depth::structure, low)),
                  "a ceiling ends the reading at another place in another window");
          low.bytes = 1 + random() % 65536;
          promise(crafted::drive_exactly(file, depth::structure, low).bytes_requested <=
                      std::max<std::uint64_t>(low.bytes, preflight::head_size),
                  "more bytes are asked for than the ceiling allows");
        },
};

}  // namespace fuzz::targets
