#include <array>
#include <string_view>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>

// Ends with the number of the recipe that did not work.
int main() {
  constexpr std::string_view text{"farbfeld\0\0\0\2\0\0\0\3", 16};
  std::array<unsigned char, text.size()> picture{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    picture[i] = static_cast<unsigned char>(text[i]);
  }
  const auto* const destination = preflight::destination_named("example-avatar");
  if (destination == nullptr) {
    return 1;
  }
  const preflight::report report = preflight::engine::check(picture, "two words.ff", *destination);
  if (report.file.format != preflight::format::farbfeld || report.file.coded != preflight::extent{2, 3}) {
    return 2;
  }
  if (report.first("name-has-space") == nullptr || report.first("format-not-accepted") == nullptr) {
    return 3;
  }
  return preflight::engine::writer_named("paths") == nullptr ? 4 : 0;
}
