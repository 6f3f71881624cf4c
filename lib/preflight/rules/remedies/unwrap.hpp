#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <preflight/destination.hpp>
#include <preflight/facts.hpp>
#include <preflight/facts/format.hpp>
#include <preflight/text/file_extension.hpp>
#include <preflight/text/inline_string.hpp>

namespace preflight {

/// How what is wrapped in a file comes out of it.
struct unwrapping {
  format wrapper;
  std::string_view command;
  bool is_one_file = true;  ///< written to the output, to be saved
};
inline constexpr std::array unwrappings{
    unwrapping{format::gzip, "gunzip -c FILE"},
    unwrapping{format::bzip2, "bunzip2 -c FILE"},
    unwrapping{format::xz, "xz -dc FILE"},
    unwrapping{format::zstd, "zstd -dc FILE"},
    unwrapping{format::seven_zip, "7z x FILE", false},
    unwrapping{format::rar, "unrar x FILE", false},
    unwrapping{format::tar, "tar -xf FILE", false},
    unwrapping{format::base64, "sed 's/^data:[^,]*,//' FILE | base64 -di"},
};

/// Writes the command that unwraps a file; nothing if it wraps nothing. A result is called "out", with the extension
/// of its format, or the one that the file's own name has.
template <std::size_t N>
constexpr void advise_unwrapping(const facts& f, std::string_view name, const destination& d, inline_string<N>& out) {
  for (const unwrapping& row : unwrappings) {
    if (row.wrapper != f.format) {
      continue;
    }
    out << (row.wrapper == format::base64 ? "Decode it: "
            : row.is_one_file             ? "Unpack it: "
                                          : "Unpack it, and use the pictures or videos inside: ")
        << row.command;
    if (row.is_one_file) {
      const format named = format_of_extension(extension_of(name));
      const format inside = f.wrapped_format != format::unknown ? f.wrapped_format : named;
      out << " > out";
      if (inside != format::unknown && d.accepts(inside)) {
        out << '.' << info(inside).extensions.front();
      }
    }
  }
}

}  // namespace preflight
