#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/decoder.hpp>
#include <preflight/engine/engine.hpp>

namespace preflight::worker {

/// The bytes of a job, for probe().
class byte_reader_source {
 public:
  explicit byte_reader_source(const byte_reader& source) : reader_{&source} {}
  [[nodiscard]] std::uint64_t size() const { return reader_->size; }
  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> buffer) const {
    const std::ptrdiff_t count = reader_->read(reader_->context, offset, buffer);
    if (count < 0) {
      return failure{failure_code::unreadable, "the file cannot be read", offset};
    }
    return static_cast<std::size_t>(count);
  }

 private:
  const byte_reader* reader_;
};

/// What the decoders want to know of the file, down to `Depth`, is found out here, in the jail, from the bytes: facts
/// hold pointers, and do not travel.
template <class Decoders, depth Depth>
void sniff_and_decode(const decode_job& job, format expected, decode_result& out) {
  byte_reader_source source{job.file};
  const result<probe_result> probed = engine::probe(source, Depth, job.ceilings);
  if (!probed) {
    out.end(decode_outcome::rejected, probed.error().what);
  } else if (probed->file.format != expected || !Decoders::decode(job, probed->file, out)) {
    out.end(decode_outcome::rejected, "the file changed while it was being checked");
  }
}

}  // namespace preflight::worker
