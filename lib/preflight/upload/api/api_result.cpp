#include <preflight/upload/api/api_result.hpp>

namespace preflight::upload {

std::string sentence_of(const api_result& result) {
  std::string out = result.message;
  const auto append = [&](const std::string& sentence) { out += (out.empty() ? "" : " ") + sentence; };
  out += out.empty() || out.ends_with('.') ? "" : ".";
  if (!result.advice.empty()) {
    append(result.advice);
  }
  if (result.again_at) {
    append("The limit ends at " + *result.again_at + '.');
  }
  return out;
}

}  // namespace preflight::upload
