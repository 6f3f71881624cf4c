#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <walk/ignore/ignore_rules.hpp>

#include "fuzz/target.hpp"

namespace fuzz::targets {

/// Patterns, and in the last line a path to ask about. The last pattern that matches decides.
inline constexpr target ignore_rules{
    .name = "ignore_rules",
    .run =
        [](input bytes) {
          using preflight::cli::opinion;
          const std::string_view all{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
          const std::size_t line = all.rfind('\n');
          const std::string text{all.substr(0, line == std::string_view::npos ? 0 : line)};
          const std::string_view path = all.substr(line + 1);
          const auto opinion_on = [&](const std::string& patterns, bool is_folder) {
            return preflight::cli::ignore_rules{patterns}.opinion_on(path, is_folder);
          };
          for (const bool is_folder : {false, true}) {
            const opinion decision = opinion_on(text, is_folder);
            promise(opinion_on(text + "\n# a comment\n\n", is_folder) == decision, "a comment changes an opinion");
            promise(opinion_on(text + "\n*", is_folder) == opinion::skip, "a pattern that matches everything does not");
            promise(opinion_on(text + "\n!*", is_folder) == opinion::keep, "an exception from everything is none");
            promise(is_folder || opinion_on(text + "\n*/", is_folder) == decision,
                    "a pattern for folders matches a file");
          }
        },
    .takes_media = false,
};

}  // namespace fuzz::targets
