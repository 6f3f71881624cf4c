#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <preflight/output/html/file_card.hpp>
#include <preflight/output/html/page.hpp>
#include <preflight/output/writer.hpp>

namespace preflight::writers {

/// One page that stands by itself: no request leaves it, which its policy would not allow either. It can be read
/// without its script, which only filters and copies.
inline constexpr writer html{
    .name = "html",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file = [](std::string& out, const written_file& file,
               const appearance& look) { append_file_card(out, file, look); },
    .end = [](std::string&, const run_summary&, const appearance&) {},
    .writes_facts = false,
    .finish = [](std::string& out, std::string_view files, const run_summary& run,
                 const appearance&) { append_page(out, files, run); },
    .wants_thumbnails = true,
};

}  // namespace preflight::writers
