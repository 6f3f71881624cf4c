#include "service/paging.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include "service/refusals.hpp"

namespace zoom_server {

namespace {

constexpr std::size_t most_a_page = 300;
constexpr std::int64_t token_seconds = 900;

template <class T>
std::optional<T> number(const std::string& text) {
  T value{};
  const char* const end = text.data() + text.size();  // NOLINT(cppcoreguidelines-pro-bounds-pointer-arithmetic)
  const auto [stopped, fault] = std::from_chars(text.data(), end, value);
  return fault == std::errc{} && stopped == end ? std::optional{value} : std::nullopt;
}

/// "from-OFFSET-at-SECONDS"
std::optional<std::size_t> offset_in(const std::string& token, std::int64_t now) {
  const std::vector<std::string> words = split(token, '-');
  if (words.size() != 4 || words[0] != "from" || words[2] != "at") {
    return std::nullopt;
  }
  const std::optional<std::size_t> offset = number<std::size_t>(words[1]);
  const std::optional<std::int64_t> issued = number<std::int64_t>(words[3]);
  return offset && issued && now - *issued <= token_seconds ? offset : std::nullopt;
}

}  // namespace

page page_of(std::size_t items, std::size_t usual_size, const request& request, std::int64_t seconds) {
  page found;
  std::size_t size = usual_size;
  if (const std::optional<std::string> wanted = request.query_value("page_size")) {
    const std::optional<std::size_t> given = number<std::size_t>(*wanted);
    if (!given || *given == 0 || *given > most_a_page) {
      found.refused = refuse_field("page_size", "Invalid field.");
      return found;
    }
    size = *given;
  }
  if (const std::optional<std::string> token = request.query_value("next_page_token"); token && !token->empty()) {
    const std::optional<std::size_t> offset = offset_in(*token, seconds);
    if (!offset) {
      found.refused = refuse_field("next_page_token", "Invalid field.");
      return found;
    }
    found.begin = std::min(*offset, items);
  }
  found.end = found.begin + std::min(size, items - found.begin);
  if (found.end < items) {
    found.next_page_token = "from-" + std::to_string(found.end) + "-at-" + std::to_string(seconds);
  }
  return found;
}

}  // namespace zoom_server
