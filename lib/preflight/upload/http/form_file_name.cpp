#include <preflight/upload/http/form_file_name.hpp>

#include <cstddef>

#include <preflight/text/file_extension.hpp>
#include <preflight/text/utf8.hpp>

namespace preflight::upload {
namespace {

/// Cut between characters.
std::string_view beginning_of(std::string_view text, std::size_t most) {
  std::size_t length = 0;
  while (length < text.size()) {
    const std::size_t next = first_code_point(text.substr(length)).length;
    if (length + next > most) {
      break;
    }
    length += next;
  }
  return text.substr(0, length);
}

}  // namespace

std::string form_file_name(std::string_view path) {
  // Of a path from another system, too: what a browser on Windows once sent is a name with backslashes.
  std::string_view rest = path.substr(path.find_last_of("/\\") + 1);
  std::string name;
  while (!rest.empty()) {
    const code_point next = first_code_point(rest);
    const bool safe = next.well_formed && !is_control_or_bidi(next.value) && next.value != '"';
    name += safe ? std::string{rest.substr(0, next.length)} : "_";
    rest.remove_prefix(next.length);
  }
  if (name.empty() || name == "." || name == "..") {
    return "file";
  }
  constexpr std::size_t most = 200;
  if (name.size() > most) {
    const std::string_view extension = extension_of(name);
    const std::size_t kept = extension.empty() || extension.size() > 10 ? 0 : extension.size() + 1;
    const std::string_view stem = beginning_of(std::string_view{name}.substr(0, name.size() - kept), most - kept);
    return std::string{stem}.append(std::string_view{name}.substr(name.size() - kept));
  }
  return name;
}

}  // namespace preflight::upload
