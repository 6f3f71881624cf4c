#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/text/file_extension.hpp>

namespace preflight::rules {

/// Right for their format, and missing from the lists that upload forms go by.
inline constexpr std::array<std::string_view, 17> uncommon_extensions{"apng",  "jpe",  "jfif", "jif",  "m4v",   "f4v",
                                                                      "cmfv",  "mp4v", "qt",   "hif",  "heics", "heifs",
                                                                      "avifs", "dib",  "jpf",  "3gpp", "cur"};

inline constexpr file_rule extension_uncommon{
    {
        .id = "extension-uncommon",
        .since = "0.1",
        .severity = severity::warning,
        .summary = "The format is accepted, but upload forms often refuse this extension.",
        .why = "Many upload forms go by a short list of extensions before they look at the content.",
        .fix = "Rename the file with the usual extension of its format.",
    },
    [](const subject& s, const destination& d, finding& out) {
      const format is = s.file.format;
      const std::string_view extension = extension_of(s.name);
      const std::string_view usual = info(is).extensions.front();
      if (extension.empty() || usual.empty() || is_same_extension(usual, extension) || !d.accepts(is)) {
        return false;
      }
      const format claimed = format_of_extension(extension);
      const bool is_uncommon =
          claimed == is && std::ranges::any_of(uncommon_extensions, [&](std::string_view uncommon) {
            return is_same_extension(uncommon, extension);
          });
      if (!is_uncommon && claimed != format::unknown) {
        return false;
      }
      out.limit << '.' << usual;
      if (is_uncommon) {
        out.actual << '.' << extension;
        out.message << "The extension ." << extension << " is uncommon";
      } else {
        out.message << "The extension is unknown";  // and may be any bytes, not only text
      }
      out.message << "; the file is " << info(is).title << '.';
      out.fix << "Rename it to end in ." << usual;
      return true;
    },
};

}  // namespace preflight::rules
