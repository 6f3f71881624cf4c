#pragma once

#include <cerrno>
#include <string_view>

#include <preflight/rule.hpp>
#include <preflight/wording.hpp>

namespace preflight::rules {

/// An errno value in words, or nothing for the rare ones.
[[nodiscard]] constexpr std::string_view reason(int system_error) {
  switch (system_error) {
    case ENOENT: return "there is no such file";
    case EACCES:
    case EPERM: return "permission denied";
    case ENOTDIR: return "a part of its path is not a folder";
    case EISDIR: return "it is a folder";
    case ELOOP: return "its symbolic links lead in a circle";
    case ENAMETOOLONG: return "its name is too long";
    case EMFILE:
    case ENFILE: return "too many files are open";
    case EIO: return "the disk or network reports an input/output error";
    case ETIMEDOUT: return "the network file system does not answer";
    case ESTALE: return "it vanished from the network file system";
    default: return {};
  }
}

inline constexpr rule unreadable{
    .id = "unreadable",
    .since = "0.1",
    .severity = severity::error,
    .summary = "The file cannot be opened or read, or is not a regular file.",
    .why = "A file that cannot be read cannot be judged, so it does not pass.",
    .fix = "Make sure that the path is right and that this user may read the file.",
    .check =
        [](const subject& s, const destination&, finding& out) {
          if (s.not_read == nullptr) {
            return false;
          }
          const failure& why = *s.not_read;
          const std::string_view known = reason(why.system_error);
          const std::string_view said = !known.empty()      ? known
                                        : !why.what.empty() ? why.what
                                                            : "the reason is not known";
          switch (why.code) {
            case failure_code::unreadable: out.message << "The file cannot be read: " << said << '.'; break;
            case failure_code::not_regular:
              out.message << "Only regular files can be checked: " << (why.what.empty() ? "this is none" : why.what)
                          << '.';
              out.fix << "Name the file itself; save what a pipe or a device delivers to a file first.";
              break;
            case failure_code::changed:
              out.message << "The file changed while it was read: it ends at byte " << grouped{why.offset} << " now.";
              out.fix << "Wait until the program that writes it has finished, then check it again.";
              out.offset = why.offset;
              break;
            case failure_code::invalid_argument:
              out.message << "The file was not looked at: " << said << '.';
              out.fix << "This is a mistake in the program that asked, not in the file.";
              break;
          }
          return true;
        },
};

}  // namespace preflight::rules
