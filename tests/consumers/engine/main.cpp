#include <array>

#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>

// A PNG that ends after its signature is refused, by rules that were compiled elsewhere.
int main() {
  constexpr std::array<unsigned char, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  const preflight::report report =
      preflight::engine::check(signature, "cut.png", preflight::destinations::zoom_background);
  return report.verdict() == preflight::verdict::fail && report.first("truncated") != nullptr ? 0 : 1;
}
