#include <preflight/preflight.hpp>

preflight::verdict second(std::span<const unsigned char> bytes);

preflight::verdict second(std::span<const unsigned char> bytes) {
  preflight::memory_source from{bytes};
  return preflight::check(from, "cut.png", preflight::destinations::zoom_picture).verdict();
}
