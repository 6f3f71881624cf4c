#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/decoder.hpp>
#include <preflight/engine/engine.hpp>

namespace preflight::worker {

/// The bytes of an job, for probe().
class byte_reader_source {
 public:
  explicit byte_reader_source(const byte_reader& from) : from_{&from} {}
  [[nodiscard]] std::uint64_t size() const { return from_->size; }
  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> into) const {
    const std::ptrdiff_t got = from_->read(from_->context, offset, into);
    if (got < 0) {
      return failure{failure_code::unreadable, "the file cannot be read", offset};
    }
    return static_cast<std::size_t>(got);
  }

 private:
  const byte_reader* from_;
};

/// What the decoders want to know of the file is found out here, in the jail, from the bytes: facts hold pointers, and
/// do not travel.
template <class Decoders>
void sniff_and_decode(const decode_job& job, format expected, decode_result& out) {
  byte_reader_source from{job.file};
  const result<probe_result> looked = engine::probe(from, depth::structure, job.ceilings);
  if (!looked) {
    out.end(decode_outcome::rejected, looked.error().what);
  } else if (looked->file.format != expected || !Decoders::decode(job, looked->file, out)) {
    out.end(decode_outcome::rejected, "the file changed while it was being checked");
  }
}

}  // namespace preflight::worker
