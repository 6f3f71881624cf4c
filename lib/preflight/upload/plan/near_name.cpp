#include <preflight/upload/plan/near_name.hpp>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include <preflight/text/utf8/name_key.hpp>

namespace preflight::upload {
std::string near_name(const std::string& path) {
  const std::filesystem::path whole{path};
  const std::string key = name_key(whole.filename().native());
  std::vector<std::string> found;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry{whole.parent_path(), failed}, end; !failed && entry != end;
       entry.increment(failed)) {
    if (name_key(entry->path().filename().native()) == key) {
      found.push_back(entry->path().filename().native());
    }
  }
  if (found.size() != 1 || key.empty()) {
    return {};
  }
  const bool is_encoding = as_utf8(found.front()) == as_utf8(whole.filename().native());
  return "Its folder has '" + found.front() + (is_encoding ? "', the same letters in another encoding." : "'.");
}

}  // namespace preflight::upload
