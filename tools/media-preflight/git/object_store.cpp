#include "git/object_store.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "cli/fatal_error.hpp"
#include "options/parse_number.hpp"

namespace preflight::cli {
namespace {

constexpr std::size_t buffer_size = std::size_t{64} * 1024;
/// "ID blob SIZE"; an id has 40 or 64 digits.
constexpr std::size_t max_response_line = 256;
/// Reading more than this only to throw it away takes longer than starting git again.
constexpr std::uint64_t max_discarded = std::uint64_t{4} << 20;

constexpr failure unreadable_object{failure_code::unreadable, "git cannot read its object; run git fsck for details"};
constexpr failure missing_object{failure_code::unreadable, "this repository does not have its object"};
constexpr failure not_a_blob{failure_code::not_regular, "its object is not a blob"};

/// Where an object is missing from a partial clone, git cat-file does not say so: it ends, because it may not fetch.
bool is_missing(std::string_view id) {
  const git_answer found =
      run_git({"rev-list", "--objects", "--no-walk", "--ignore-missing", "--missing=allow-any", std::string{id}});
  return found.status == 0 && found.output.empty();
}

}  // namespace

result<object_stream> object_store::open(std::string_view id) {
  object_stream stream{*this, id, std::unique_lock{mutex_}};
  if (const std::optional<failure> problem = begin(id)) {
    return *problem;
  }
  stream.size_ = size_;
  return stream;
}

object_stream::~object_stream() {
  if (lock_.owns_lock()) {
    store_->end_object();
  }
}

result<std::size_t> object_stream::read(std::uint64_t offset, std::span<unsigned char> buffer) {
  if (offset < store_->position_ || !store_->is_reading_) {
    store_->end_object();
    try {
      if (const std::optional<failure> problem = store_->begin(id_)) {
        return *problem;
      }
    } catch (const fatal_error&) {
      return unreadable_object;  // whoever reads a source expects no exceptions
    }
  }
  while (store_->position_ < std::min(offset, size_)) {
    const auto left = static_cast<std::size_t>(std::min<std::uint64_t>(offset - store_->position_, buffer.size()));
    if (store_->take(buffer.first(left)) == 0) {
      return unreadable_object;
    }
  }
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size_ - std::min(offset, size_)));
  std::size_t filled = 0;
  while (filled < wanted) {
    const std::size_t length = store_->take(buffer.subspan(filled, wanted - filled));
    if (length == 0) {
      return unreadable_object;
    }
    filled += length;
  }
  return filled;
}

/// Asks git for the object, and reads what it says of it.
std::optional<failure> object_store::begin(std::string_view id) {
  if (git_ == nullptr) {
    git_ = std::make_unique<git_process>(std::vector<std::string>{"cat-file", "--batch"});
    buffer_.resize(buffer_size);
  }
  const std::optional<std::string> line =
      git_->write(std::string{id} + '\n') ? take_line() : std::optional<std::string>{};
  if (!line) {
    end_process();
    return is_missing(id) ? missing_object : unreadable_object;
  }
  const std::string_view text = *line;
  const std::size_t size_at = text.rfind(' ') + 1;
  constexpr std::string_view blob = " blob ";
  const std::optional<std::uint64_t> size = parse_number<std::uint64_t>(text.substr(size_at));
  if (!size) {
    return missing_object;
  }
  size_ = *size;
  position_ = 0;
  is_reading_ = true;
  return text.substr(0, size_at).ends_with(blob) ? std::nullopt : std::optional{not_a_blob};
}

/// Of the object; 0 where git ended before it did.
std::size_t object_store::take(std::span<unsigned char> buffer) {
  if (!refill()) {
    end_process();
    return 0;
  }
  const std::size_t length =
      std::min({buffer.size(), end_ - start_,
                static_cast<std::size_t>(std::min<std::uint64_t>(size_ - position_, buffer_size))});
  std::memcpy(buffer.data(), buffer_.data() + start_, length);
  start_ += length;
  position_ += length;
  return length;
}

std::optional<std::string> object_store::take_line() {
  std::string line;
  while (line.size() < max_response_line && refill()) {
    const char letter = buffer_[start_++];
    if (letter == '\n') {
      return line;
    }
    line += letter;
  }
  return std::nullopt;
}

/// True where there is something to take.
bool object_store::refill() {
  if (git_ != nullptr && start_ == end_) {
    start_ = 0;
    end_ = git_->read(buffer_);
  }
  return git_ != nullptr && start_ < end_;
}

/// What git says next is about another object.
void object_store::end_object() {
  if (!std::exchange(is_reading_, false)) {
    return;
  }
  if (size_ - position_ > max_discarded) {
    end_process();
    return;
  }
  std::uint64_t left = size_ - position_ + 1;  // a line feed stands after each object
  while (left > 0 && refill()) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(left, end_ - start_));
    start_ += length;
    left -= length;
  }
  if (left > 0) {
    end_process();
  }
}

void object_store::end_process() {
  git_.reset();
  start_ = end_ = 0;
  is_reading_ = false;
}

}  // namespace preflight::cli
