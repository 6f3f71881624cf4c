#pragma once

#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/rules/message_values.hpp>

namespace preflight::rules {

inline constexpr file_rule unreadable{
    {
        .id = "unreadable",
        .since = "0.1",
        .severity = severity::error,
        .is_fixed = true,
        .summary = "The file cannot be opened or read, or is not a regular file.",
        .why = "A file that cannot be read cannot be checked, so it does not pass.",
        .fix = "Check the path and the read permission.",
    },
    [](const subject& s, const destination&, finding& out) {
      if (s.not_read == nullptr) {
        return false;
      }
      const failure& why = *s.not_read;
      const std::string_view what = why.what.empty() ? "unknown reason" : why.what;
      switch (why.code) {
        case failure_code::unreadable: out.message << "The file cannot be read: " << what << '.'; break;
        case failure_code::folder_unreadable:
          out.message << "The folder cannot be read: " << what << '.';
          out.fix << "Get permission to list the folder; its contents were not checked.";
          break;
        case failure_code::not_regular:
          out.message << "This cannot be checked: " << what << '.';
          out.fix << "Check a regular file; save the output of a pipe or device to one first.";
          break;
        case failure_code::changed:
          out.message << capitalized{what} << '.';
          out.fix << "Wait until the program that changes it has finished, then check it again.";
          break;
        case failure_code::invalid_argument:
          out.message << "The file was not checked: " << what << '.';
          out.fix << "This is an error in the calling program, not in the file.";
          break;
      }
      if (why.offset > 0) {
        out.offset = why.offset;
      }
      return true;
    },
};

}  // namespace preflight::rules
