#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include <preflight/engine/engine.hpp>
#include <preflight/text/errno_message.hpp>
#include <preflight/text/json_string.hpp>
#include <preflight/upload/send/file_snapshot.hpp>

namespace preflight::upload {
namespace {

failure unreadable(int error, std::uint64_t offset = 0) {
  return {failure_code::unreadable, errno_message(error), offset, error};
}

/// An open file as a source, closed when its owner goes.
class open_file_source {
 public:
  explicit open_file_source(const std::string& path)
      : number_{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)} {
    struct stat status {};
    if (number_ < 0 || ::fstat(number_, &status) != 0) {
      problem_ = unreadable(errno);
    } else if (!S_ISREG(status.st_mode)) {
      problem_ =
          failure{failure_code::not_regular, S_ISDIR(status.st_mode) ? "it is a folder" : "it is a device or pipe"};
    }
    size_ = problem_ ? 0 : static_cast<std::uint64_t>(status.st_size);
  }
  open_file_source(const open_file_source&) = delete;
  open_file_source(open_file_source&&) = delete;
  open_file_source& operator=(const open_file_source&) = delete;
  open_file_source& operator=(open_file_source&&) = delete;
  ~open_file_source() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }
  result<std::size_t> read(std::uint64_t offset, std::span<unsigned char> into) const {
    if (problem_) {
      return *problem_;
    }
    std::size_t filled = 0;
    while (filled < into.size()) {
      const ssize_t got =
          ::pread(number_, into.data() + filled, into.size() - filled, static_cast<off_t>(offset + filled));
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got < 0) {
        return unreadable(errno, offset + filled);
      }
      if (got == 0) {
        break;
      }
      filled += static_cast<std::size_t>(got);
    }
    return filled;
  }

 private:
  int number_;
  std::uint64_t size_ = 0;
  std::optional<failure> problem_;
};

/// False where the file turned out to be longer than `max_bytes`, so that it is not sent in any case.
result<bool> read_whole(const open_file_source& file, std::uint64_t max_bytes, std::vector<unsigned char>& into) {
  // One byte more than it should have, to see whether it has grown.
  into.resize(static_cast<std::size_t>(file.size()) + 1);
  for (std::size_t length = 0;; into.resize(length + length / 2 + 1)) {
    const result<std::size_t> got = file.read(length, std::span{into}.subspan(length));
    if (!got) {
      return got.error();
    }
    length += *got;
    if (length < into.size()) {
      into.resize(length);
      return true;
    }
    if (length > max_bytes) {
      into = std::vector<unsigned char>{};
      return false;
    }
  }
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
                                                               const inspector& inspect) {
  {
    const std::lock_guard lock{guard_};
    if (const auto found = known_.find(sha256); found != known_.end()) {
      return found->second;
    }
  }
  auto seen = std::make_shared<const inspection_result>(inspect(bytes));
  const std::lock_guard lock{guard_};
  return known_.emplace(sha256, std::move(seen)).first->second;
}

file_snapshot read_and_hash(const std::string& path, std::uint64_t max_bytes, known_contents& known,
                            const inspector& inspect) {
  file_snapshot out;
  open_file_source file{path};
  const result<bool> is_whole = file.size() <= max_bytes ? read_whole(file, max_bytes, out.bytes) : result<bool>{false};
  if (!is_whole) {
    out.bytes = std::vector<unsigned char>{};
    out.not_read = is_whole.error();
    return out;
  }
  if (*is_whole) {
    out.sha256 = sha256_of(out.bytes);
    out.seen = known.about(out.sha256, out.bytes, inspect);
    return out;
  }
  if (const result<probe_result> probed = engine::probe(file)) {
    out.seen = std::make_shared<const inspection_result>(inspection_result{probed->file, std::nullopt});
  } else {
    out.not_read = probed.error();
  }
  return out;
}

}  // namespace preflight::upload
