#pragma once

#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/text/file_extension.hpp>

namespace preflight::rules {

inline constexpr file_rule extension_mismatch{
    {
        .id = "extension-mismatch",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The extension does not match the file's format.",
        .why = "A service that goes by the name expects another format, and refuses the file or shows nothing.",
        .fix = "Give the file the extension of its real format.",
    },
    [](const subject& s, const destination& d, finding& out) {
      const format is = s.file.format;
      // Stand-ins bear the name of what they stand for; another name would not make them right.
      if (is == format::unknown || is == format::empty || is == format::git_lfs_pointer || is == format::apple_double) {
        return false;
      }
      const std::string_view extension = extension_of(s.name);
      const format claimed = format_of_extension(extension);
      if (claimed == format::unknown || claimed == is) {
        return false;
      }
      out.actual << info(is).name;
      out.message << "The name ends in ." << extension << ", but the file is " << info(is).title << '.';
      if (d.accepts(is)) {
        out.fix << "Rename it to end in ." << info(is).extensions.front();
      } else if (info(is).kind == kind::image || info(is).kind == kind::video) {
        out.fix << "Renaming does not help; convert it to an accepted format.";
      } else {
        out.fix << "Renaming does not help; see format-not-accepted.";
      }
      return true;
    },
};

}  // namespace preflight::rules
