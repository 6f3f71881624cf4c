#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <git/change_list.hpp>
#include <git/lfs_pointer.hpp>
#include <scan/baseline.hpp>

#include "cli/fatal_error.hpp"
#include "fuzz/target.hpp"

namespace fuzz::targets {

/// What git lists, what a pointer of Git LFS leads to, and what a baseline knows. Each is refused or whole.
inline constexpr target git_answers{
    .name = "git_answers",
    .run =
        [](input bytes) {
          using namespace preflight::cli;
          const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
          try {
            for (const diff_entry& entry : parse_diff(text)) {
              promise(!entry.content.path.empty() && entry.content.path.find('\0') == std::string::npos,
                      "a path that no file can have");
              promise(entry.content.object.find(' ') == std::string::npos, "an object that is two");
            }
          } catch (const fatal_error&) {
          }
          if (const std::optional<lfs_pointer> pointer = parse_lfs_pointer(text)) {
            promise(pointer->object.size() == 64 && pointer->object.find_first_of("./") == std::string::npos,
                    "an object of Git LFS that leads elsewhere");
            const auto again =
                parse_lfs_pointer("version https://git-lfs.github.com/spec/v1\noid sha256:" + pointer->object +
                                  "\nsize " + std::to_string(pointer->size) + "\n");
            promise(again && again->object == pointer->object && again->size == pointer->size,
                    "a pointer that means something else when it is written again");
          }
          try {
            baseline known;
            known.add(text, "known.json");
            promise(known.stale() <= bytes.size() / 64 && known.known() == 0, "entries that nobody wrote");
          } catch (const fatal_error&) {
          }
        },
    .takes_media = false,
};

}  // namespace fuzz::targets
