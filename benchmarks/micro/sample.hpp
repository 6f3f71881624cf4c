#pragma once

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace benchmarks {

/// A file of testdata for each sniffer and for each way through it.
inline constexpr std::array<std::string_view, 10> samples{
    "demo/lobby.png",        "demo/logo.png",  "demo/office.jpg",      "demo/beach.jpg",      "demo/confetti.gif",
    "demo/welcome loop.mp4", "video/h264.mov", "video/fragmented.mp4", "demo/Team photo.jpg", "demo/town hall.mp4"};

struct sample {
  std::string name;
  std::vector<unsigned char> content;
};

inline sample load(std::string_view name) {
  std::ifstream in{std::string{MEDIA_PREFLIGHT_SOURCE_DIR "/testdata/"}.append(name), std::ios::binary};
  if (!in) {
    throw std::runtime_error{std::string{"cannot open testdata/"}.append(name)};
  }
  return {std::string{name}, {std::istreambuf_iterator<char>{in}, {}}};
}

}  // namespace benchmarks
