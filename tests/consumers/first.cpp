#include <preflight/preflight.hpp>

// Two translation units with the same header: a definition which is not inline does not link.
preflight::verdict second(std::span<const unsigned char> bytes);

namespace {

constexpr std::array<unsigned char, 8> png_signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
static_assert(preflight::sniff(png_signature).format == preflight::format::png);

}  // namespace

// A PNG that ends after its signature is refused, here and there.
int main() {
  const preflight::report report = preflight::check(png_signature, "cut.png", preflight::destinations::zoom_background);
  const bool refused = report.verdict() == preflight::verdict::fail && report.first("truncated") != nullptr;
  return refused && second(png_signature) == preflight::verdict::fail ? 0 : 1;
}
