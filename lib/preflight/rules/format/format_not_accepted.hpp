#pragma once

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>
#include <preflight/rules/remedies/convert.hpp>
#include <preflight/rules/remedies/unwrap.hpp>

namespace preflight::rules {

inline constexpr file_rule format_not_accepted{
    {
        .id = "format-not-accepted",
        .since = "0.1",
        .severity = severity::error,
        .summary = "The destination does not accept this file format.",
        .why = "The service refuses the upload, or accepts it and cannot show it. The content of the file counts, not "
               "its name.",
        .fix = "Renaming does not help; convert it to an accepted format.",
        .limit = "formats",
    },
    [](const subject& s, const destination& d, finding& out) {
      const format is = s.file.format;
      if (is == format::unknown || is == format::empty || d.accepts(is)) {
        return false;
      }
      out.actual << info(is).name;
      out.limit << d.formats.value;
      out.message << "This is " << info(is).title;
      if (is == format::git_lfs_pointer && s.file.pointed_size > 0) {
        out.message << " for a file of " << byte_count{s.file.pointed_size};
      }
      out.message << "; accepted for " << d.title << ": " << d.formats.value << '.';
      switch (is) {
        case format::git_lfs_pointer: out.fix << "Fetch the file itself: git lfs pull"; break;
        case format::apple_double:
          out.fix << "Delete it: it only holds macOS metadata for the file of the same name without the leading ._";
          break;
        case format::html:
          out.fix << "This is a web page, probably an error or login page saved under a picture's name. Download the "
                     "picture itself.";
          break;
        case format::zip: out.fix << "Unpack it, and use the pictures or videos inside."; break;
        case format::json:
        case format::xml:
          out.fix << "This is probably an error message from a server, saved under a picture's name: read it, then "
                     "download the picture itself.";
          break;
        case format::gzip:
        case format::bzip2:
        case format::xz:
        case format::zstd:
        case format::seven_zip:
        case format::rar:
        case format::tar:
        case format::base64: advise_unwrapping(s.file, s.name, d, out.fix); break;
        case format::text:
          out.fix << "This is text, perhaps a playlist or a link; use the picture or video itself.";
          break;
        case format::m4a:
        case format::wav:
        case format::flac:
        case format::mp3: out.fix << "It contains only sound; use a picture or a video."; break;
        default: advise_conversion(s.file, d, out.fix);
      }
      return true;
    },
};

}  // namespace preflight::rules
