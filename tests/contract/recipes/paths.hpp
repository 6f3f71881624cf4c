#pragma once

#include <string>

#include <preflight/output/writer.hpp>

namespace preflight::writers {

inline constexpr writer paths{
    .name = "paths",
    .between = "",
    .begin = [](std::string&, const appearance&) {},
    .file = [](std::string& out, const written_file& file, const appearance&) { (out += file.path) += '\n'; },
    .end = [](std::string&, const run_summary&, const appearance&) {},
};

}  // namespace preflight::writers
