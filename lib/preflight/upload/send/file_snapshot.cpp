#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

#include <preflight/engine/engine.hpp>
#include <preflight/input/file_source.hpp>
#include <preflight/text/errno_message.hpp>
#include <preflight/text/json_string.hpp>
#include <preflight/upload/send/file_snapshot.hpp>

namespace preflight::upload {
namespace {

/// An open file, closed when its owner goes.
struct open_file {
  int number;
  ~open_file() { number < 0 ? 0 : ::close(number); }
};

failure unreadable(std::uint64_t offset = 0) { return {failure_code::unreadable, errno_message(errno), offset, errno}; }

/// False where the file is longer than `max_bytes`, so that it is not sent in any case.
result<bool> read_whole(const std::string& path, std::uint64_t max_bytes, std::vector<unsigned char>& bytes) {
  const open_file file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)};
  struct stat status {};
  if (file.number < 0 || ::fstat(file.number, &status) != 0) {
    return unreadable();
  }
  if (!S_ISREG(status.st_mode)) {
    return failure{failure_code::not_regular, S_ISDIR(status.st_mode) ? "it is a folder" : "it is a device or pipe"};
  }
  auto room = static_cast<std::uint64_t>(status.st_size);
  for (std::size_t length = 0; room <= max_bytes; room = std::min(room + room / 2 + 1, max_bytes)) {
    // One byte more than it should have, to see whether it has grown.
    bytes.resize(static_cast<std::size_t>(room) + 1);
    for (ssize_t got = 1; got != 0 && length < bytes.size();) {
      got = ::read(file.number, bytes.data() + length, bytes.size() - length);
      if (got < 0 && errno != EINTR) {
        return unreadable(length);
      }
      length += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    if (length < bytes.size()) {
      bytes.resize(length);
      return true;
    }
    if (length > max_bytes) {
      break;
    }
  }
  return false;
}

}  // namespace

std::string sha256_of(std::span<const unsigned char> bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error{"libcrypto cannot compute SHA-256"};
  }
  std::string out;
  for (const unsigned char byte : std::span{digest}.first(length)) {
    out += hex_digit(byte >> 4U);
    out += hex_digit(byte);
  }
  return out;
}

std::shared_ptr<const inspection_result> known_contents::about(const std::string& sha256,
                                                               std::span<const unsigned char> bytes,
                                                               const inspector& inspect, const refusal& refuses) {
  {
    const std::lock_guard lock{guard_};
    // What was refused under another name or for another purpose may still have to be decoded.
    if (const auto found = known_.find(sha256);
        found != known_.end() && (!found->second->is_refused || (refuses && refuses(found->second->file)))) {
      return found->second;
    }
  }
  auto seen = std::make_shared<const inspection_result>(inspect(bytes, refuses));
  const std::lock_guard lock{guard_};
  std::shared_ptr<const inspection_result>& kept = known_[sha256];
  if (kept == nullptr || kept->is_refused) {
    kept = seen;
  }
  return seen;
}

file_snapshot read_and_hash(const std::string& path, std::uint64_t max_bytes, known_contents& known,
                            const inspector& inspect, const refusal& refuses) {
  file_snapshot out;
  const result<bool> is_whole = read_whole(path, max_bytes, out.bytes);
  if (is_whole && *is_whole) {
    out.sha256 = sha256_of(out.bytes);
    out.seen = known.about(out.sha256, out.bytes, inspect, refuses);
    return out;
  }
  out.bytes = std::vector<unsigned char>{};
  file_source file{path};
  const result<probe_result> probed = is_whole ? engine::probe(file) : is_whole.error();
  if (probed) {
    out.seen = std::make_shared<const inspection_result>(inspection_result{probed->file, std::nullopt, true});
  } else {
    out.not_read = probed.error();
  }
  return out;
}

}  // namespace preflight::upload
