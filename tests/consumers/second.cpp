#include <preflight/preflight.hpp>

preflight::verdict second(std::span<const unsigned char> bytes);

preflight::verdict second(std::span<const unsigned char> bytes) {
  preflight::memory_source source{bytes};
  return preflight::check(source, "cut.png", preflight::destinations::zoom_picture).verdict();
}
