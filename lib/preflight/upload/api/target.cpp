#include <preflight/upload/api/target.hpp>

#include <cstddef>
#include <utility>

#include <preflight/text/ascii_case.hpp>

namespace preflight::upload {

target parse_target(std::string_view text) {
  for (std::size_t i = 0; i < target_kind_names.size(); ++i) {
    const std::string_view prefix = target_kind_names[i];
    if (text.starts_with(prefix) && text.substr(prefix.size()).starts_with(':')) {
      return folded({static_cast<target_kind>(i), std::string{text.substr(prefix.size() + 1)}});
    }
  }
  return folded({target_kind::user, std::string{text}});
}

target folded(target one) {
  if (one.kind == target_kind::user && one.id.find('@') != std::string::npos) {
    one.id = ascii_lower(one.id);
  }
  return one;
}

std::string text_of(const target& one) { return std::string{name_of(one.kind)}.append(":").append(one.id); }

}  // namespace preflight::upload
