#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <preflight/decode/decode_result.hpp>
#include <preflight/facts.hpp>
#include <preflight/input/result.hpp>

namespace preflight::upload {

/// What bytes are, and what came of decoding them.
struct inspection_result {
  facts file;
  std::optional<decode_result> decoded;  ///< empty where nothing here decodes them
  bool is_refused = false;               ///< by its facts, so that it was not decoded
};

/// Whether a file of these facts is refused whatever comes of decoding it. An empty one refuses nothing.
using refusal = std::function<bool(const facts& file)>;

/// Looks at bytes in memory down to depth decode, unless they are refused without it. For one thread.
using inspector = std::function<inspection_result(std::span<const unsigned char> bytes, const refusal& refuses)>;

/// What is known of contents that this process has looked at, by their SHA-256: the same bytes for thousands of people
/// are decoded once. For several threads.
class known_contents {
 public:
  [[nodiscard]] std::shared_ptr<const inspection_result> about(const std::string& sha256,
                                                               std::span<const unsigned char> bytes,
                                                               const inspector& inspect, const refusal& refuses);

 private:
  std::mutex guard_;
  std::map<std::string, std::shared_ptr<const inspection_result>> known_;
};

/// A file that was read once, whole, into memory. What is judged, what is hashed and what is sent are these bytes,
/// whatever becomes of the file meanwhile.
struct file_snapshot {
  std::vector<unsigned char> bytes;  ///< empty where the file is not to be sent anyway
  std::string sha256;                ///< in lower-case hexadecimal; empty where it was not read whole
  std::shared_ptr<const inspection_result> seen;
  std::optional<failure> not_read;

  /// Whether all of it was read, so that there is something to send.
  [[nodiscard]] bool is_whole() const { return seen != nullptr && !sha256.empty(); }
};

/// Reads a regular file. One that is longer than `max_bytes` is looked at where it lies, and not kept.
[[nodiscard]] file_snapshot read_and_hash(const std::string& path, std::uint64_t max_bytes, known_contents& known,
                                          const inspector& inspect, const refusal& refuses = {});

/// In lower-case hexadecimal.
[[nodiscard]] std::string sha256_of(std::span<const unsigned char> bytes);

}  // namespace preflight::upload
