#include <preflight/upload/target.hpp>

#include <cstddef>

namespace preflight::upload {

target parse_target(std::string_view text) {
  for (std::size_t i = 0; i < target_kind_names.size(); ++i) {
    const std::string_view prefix = target_kind_names[i];
    if (text.starts_with(prefix) && text.substr(prefix.size()).starts_with(':')) {
      return {static_cast<target_kind>(i), std::string{text.substr(prefix.size() + 1)}};
    }
  }
  return {target_kind::user, std::string{text}};
}

std::string text_of(const target& one) { return std::string{name_of(one.kind)}.append(":").append(one.id); }

}  // namespace preflight::upload
