#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <preflight/decode/decoder.hpp>
#include <preflight/engine/engine.hpp>

namespace preflight::worker {

/// The bytes of an errand, for probe().
class errand_source {
 public:
  explicit errand_source(const byte_reader& from) : from_{&from} {}
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
void sniff_and_decode(const decode_job& e, format expected, decoding& out) {
  errand_source from{e.from};
  const result<probed> looked = engine::probe(from, depth::structure, e.ceilings);
  if (!looked) {
    out.end(decode_outcome::rejected, looked.error().what);
  } else if (looked->file.format != expected || !Decoders::decode(e, looked->file, out)) {
    out.end(decode_outcome::rejected, "the file changed while it was being checked");
  }
}

}  // namespace preflight::worker
