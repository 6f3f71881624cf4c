#include <preflight/engine/engine.hpp>
#include <preflight/report/reading_effort.hpp>

namespace preflight::engine {

report check(source_view source, std::string_view name, const destination& destination, depth depth,
             const budget& budget) {
  report report;
  const reading_effort effort = effort_for(destination, source.size(), {depth, budget});
  const result<probe_result> probed = probe(source, effort.depth, effort.ceilings);
  if (probed) {
    report.file = probed->file;
    report.bytes_read = probed->bytes_read;
  }
  judge(subject{report.file, name, probed ? nullptr : &probed.error()}, destination, severities{}, report);
  return report;
}

report check(std::span<const unsigned char> bytes, std::string_view name, const destination& destination, depth depth,
             const budget& budget) {
  memory_source source{bytes};
  return check(source_view{source}, name, destination, depth, budget);
}

}  // namespace preflight::engine
