#include <preflight/upload/plan/near_name.hpp>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include <preflight/text/ascii_case.hpp>
#include <preflight/text/file_extension.hpp>
#include <preflight/upload/api/normal_form.hpp>

namespace preflight::upload {
namespace {

/// In UTF-8, taking other bytes for Windows-1252, where letters are as in Latin-1.
std::string as_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const code_point next = first_code_point(text);
    const auto byte = static_cast<unsigned char>(text.front());
    out += next.well_formed
               ? std::string{text.substr(0, next.length)}
               : std::string{static_cast<char>(0xC0U | (byte >> 6U)), static_cast<char>(0x80U | (byte & 0x3FU))};
    text.remove_prefix(next.length);
  }
  return out;
}

/// The same for names that are easily taken for each other.
std::string key_of(std::string_view name) {
  const std::string_view extension = extension_of(name);
  std::string key = ascii_lower(composed(as_utf8(name.substr(0, name.size() - extension.size()))));
  std::erase_if(key, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '.'; });
  return key;
}

}  // namespace

std::string near_name(const std::string& path) {
  const std::filesystem::path whole{path};
  const std::string key = key_of(whole.filename().native());
  std::vector<std::string> found;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry{whole.parent_path(), failed}, end; !failed && entry != end;
       entry.increment(failed)) {
    if (key_of(entry->path().filename().native()) == key) {
      found.push_back(entry->path().filename().native());
    }
  }
  if (found.size() != 1 || key.empty()) {
    return {};
  }
  const bool is_encoding = composed(as_utf8(found.front())) == composed(as_utf8(whole.filename().native()));
  return "Its folder has '" + found.front() + (is_encoding ? "', the same letters in another encoding." : "'.");
}

}  // namespace preflight::upload
