#include "walk/ignore/wildcard_pattern.hpp"

#include <algorithm>
#include <array>

namespace preflight::cli {
namespace {

constexpr std::string_view wildcards = "*?[\\";

bool is_between(unsigned char byte, unsigned char first, unsigned char last) { return byte >= first && byte <= last; }
bool is_lower(unsigned char byte) { return is_between(byte, 'a', 'z'); }
bool is_upper(unsigned char byte) { return is_between(byte, 'A', 'Z'); }
bool is_alpha(unsigned char byte) { return is_lower(byte) || is_upper(byte); }
bool is_digit(unsigned char byte) { return is_between(byte, '0', '9'); }
bool is_alnum(unsigned char byte) { return is_alpha(byte) || is_digit(byte); }
bool is_graph(unsigned char byte) { return is_between(byte, '!', '~'); }

/// What stands between "[:" and ":]"; bytes above ASCII are in none.
struct byte_class {
  std::string_view name;
  bool (*has)(unsigned char byte);
};
constexpr std::array<byte_class, 12> byte_classes{{
    {"alnum", is_alnum},
    {"alpha", is_alpha},
    {"blank", [](unsigned char byte) { return byte == ' ' || byte == '\t'; }},
    {"cntrl", [](unsigned char byte) { return byte < ' ' || byte == 0x7F; }},
    {"digit", is_digit},
    {"graph", is_graph},
    {"lower", is_lower},
    {"print", [](unsigned char byte) { return byte == ' ' || is_graph(byte); }},
    {"punct", [](unsigned char byte) { return is_graph(byte) && !is_alnum(byte); }},
    // Of the six of POSIX only those that git counts.
    {"space", [](unsigned char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }},
    {"upper", is_upper},
    {"xdigit",
     [](unsigned char byte) { return is_digit(byte) || is_between(byte, 'a', 'f') || is_between(byte, 'A', 'F'); }},
}};

/// Reads one "[...]". If its end or a class in it is missing, it is not a set, and take() says so.
class set_reader {
 public:
  /// `at`: after the opening bracket.
  set_reader(std::string_view text, std::size_t at) : text_{text}, at_{at} {}

  [[nodiscard]] std::optional<std::bitset<256>> take() {
    const bool is_negated = at_ < text_.size() && (text_[at_] == '!' || text_[at_] == '^');
    at_ += is_negated ? 1 : 0;
    for (const std::size_t first = at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == ']' && at_ != first) {  // "[]" begins a set with a bracket in it
        ++at_;
        return is_negated ? ~bytes_ : bytes_;
      }
      if (!add_member()) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] std::size_t end() const { return at_; }

 private:
  /// Leaves at_ at the last byte of the member.
  [[nodiscard]] bool add_member() {
    const bool begins_range = text_[at_] == '-' && last_ && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
    if (begins_range) {
      ++at_;
    } else if (text_.substr(at_).starts_with("[:")) {
      const std::size_t end = text_.find(']', at_ + 2);
      if (end == std::string_view::npos) {
        return false;
      }
      if (end > at_ + 2 && text_[end - 1] == ':') {
        const std::string_view name = text_.substr(at_ + 2, end - at_ - 3);
        at_ = end;
        return add_class(name);
      }
    }
    if (text_[at_] == '\\' && ++at_ == text_.size()) {
      return false;
    }
    const auto byte = static_cast<unsigned char>(text_[at_]);
    for (unsigned member = begins_range ? *last_ : byte; member <= byte; ++member) {
      bytes_.set(member);
    }
    last_ = begins_range ? std::nullopt : std::optional{byte};
    return true;
  }

  [[nodiscard]] bool add_class(std::string_view name) {
    const auto* const known = std::ranges::find(byte_classes, name, &byte_class::name);
    last_.reset();
    for (unsigned byte = 0; known != byte_classes.end() && byte < 0x80; ++byte) {
      bytes_[byte] = bytes_[byte] || known->has(static_cast<unsigned char>(byte));
    }
    return known != byte_classes.end();
  }

  std::string_view text_;
  std::size_t at_;
  std::optional<unsigned char> last_;  ///< the member before, where a range may begin with it
  std::bitset<256> bytes_;
};

}  // namespace

wildcard_pattern::wildcard_pattern(std::string_view text) {
  const std::size_t plain = std::min(text.find_first_of(wildcards), text.size());
  prefix_ = text.substr(0, plain);
  text.remove_prefix(plain);
  for (std::size_t at = 0; at < text.size() && !is_broken_;) {
    const char next = text[at];
    if (next == '*') {
      at = add_asterisks(text, at);
    } else if (next == '?') {
      tokens_.push_back({kind::any_byte});
      ++at;
    } else if (next == '[') {
      set_reader reader{text, at + 1};
      const std::optional<byte_set> set = reader.take();
      is_broken_ = !set;
      tokens_.push_back({kind::set, 0, static_cast<std::uint32_t>(sets_.size())});
      sets_.push_back(set.value_or(byte_set{}));
      at = reader.end();
    } else {
      at += next == '\\' ? 1 : 0;
      is_broken_ = at == text.size();
      tokens_.push_back(
          {kind::byte, is_broken_ ? static_cast<unsigned char>(0) : static_cast<unsigned char>(text[at])});
      ++at;
    }
  }
}

/// Returns where the pattern goes on. Two or more are special only between slashes; for git, what comes after the
/// plain prefix ("a**/b") is the beginning.
std::size_t wildcard_pattern::add_asterisks(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find_first_not_of('*', at), text.size());
  const bool is_special = end > at + 1 && (at == 0 || text[at - 1] == '/');
  const std::string_view rest = text.substr(end);
  if (is_special && rest.empty()) {
    tokens_.push_back({kind::rest});
  } else if (is_special && rest.starts_with('/')) {
    tokens_.push_back({kind::folders});
    return end + 1;
  } else if (is_special && rest.starts_with("\\/")) {
    tokens_.push_back({kind::some_folders});
    return end + 2;
  } else {
    tokens_.push_back({kind::any_bytes});
  }
  return end;
}

bool wildcard_pattern::stands_for(const token& one, unsigned char byte) const {
  switch (one.is) {
    case kind::byte: return byte == one.byte;
    case kind::any_byte: return byte != '/';
    case kind::set: return byte != '/' && sets_[one.set][byte];
    default: return false;
  }
}

/// Going back to the last "*" and the last "**" is enough: what stands between two of them takes the same number of
/// bytes or of components wherever it matches, so the earliest place leaves the most.
bool wildcard_pattern::matches(std::string_view path) const {
  if (is_broken_ || !path.starts_with(prefix_)) {
    return false;
  }
  attempt state{.at = prefix_.size()};
  for (;;) {
    if (state.next == tokens_.size() ? state.at == path.size() : tokens_[state.next].is == kind::rest) {
      return true;
    }
    if (!step(path, state) && !go_back(path, state)) {
      return false;
    }
  }
}

/// Past one token. False where it does not match.
bool wildcard_pattern::step(std::string_view path, attempt& state) const {
  if (state.next == tokens_.size()) {
    return false;
  }
  const token& one = tokens_[state.next];
  switch (one.is) {
    case kind::any_bytes: state.star = {++state.next, state.at}; return true;
    case kind::some_folders:
    case kind::folders:
      if (one.is == kind::some_folders) {
        const std::size_t slash = path.find('/', state.at);
        if (slash == std::string_view::npos) {
          return false;
        }
        state.at = slash + 1;
      }
      state.folders = {++state.next, state.at};
      state.star.reset();
      return true;
    default:
      if (state.at == path.size() || !stands_for(one, static_cast<unsigned char>(path[state.at]))) {
        return false;
      }
      ++state.next;
      ++state.at;
      return true;
  }
}

/// To where a "*" takes one byte more, or else a "**" one component more. False where neither can.
bool wildcard_pattern::go_back(std::string_view path, attempt& state) {
  if (state.star && state.star->at < path.size() && path[state.star->at] != '/') {
    state.next = state.star->token;
    state.at = ++state.star->at;
    return true;
  }
  const std::size_t slash = state.folders ? path.find('/', state.folders->at) : std::string_view::npos;
  if (slash == std::string_view::npos) {
    return false;
  }
  state.star.reset();
  state.next = state.folders->token;
  state.at = state.folders->at = slash + 1;
  return true;
}

}  // namespace preflight::cli
