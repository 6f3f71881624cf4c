// Does not compile: nothing here decodes, and check() is not silently less than it is told.
#include <preflight/check.hpp>

preflight::verdict decoded(std::span<const unsigned char> bytes) {
  return preflight::check(bytes, "a.png", preflight::destinations::zoom_background, preflight::depth::decode).verdict();
}
