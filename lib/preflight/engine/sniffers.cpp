#include <preflight/engine/engine.hpp>
#include <preflight/sniff/probe.hpp>

namespace preflight::engine {

facts sniff(std::span<const unsigned char> bytes, depth depth, const budget& budget) {
  return preflight::sniff(bytes, depth, budget);
}

result<probe_result> probe(source_view source, std::span<unsigned char> window, depth depth, const budget& budget) {
  return preflight::probe(source, window, depth, budget);
}

result<probe_result> probe(source_view source, depth depth, const budget& budget) {
  return preflight::probe(source, depth, budget);
}

}  // namespace preflight::engine
