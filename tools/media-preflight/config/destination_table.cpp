#include "config/destination_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <preflight/destinations/limit_table.hpp>

#include "cli/did_you_mean.hpp"

namespace preflight::cli {
namespace {

/// One key of the table and everything needed to take its value.
struct setting {
  const toml::key& key;
  const toml::node& value;
  destination& target;
  configuration& owner;

  [[noreturn]] void refuse(std::string_view wanted) const {
    cli::refuse(owner.file, value.source(), fmt::format("'{}' must be {}", key.str(), wanted));
  }
  [[nodiscard]] std::string_view keep(std::string text) const { return owner.texts.emplace_back(std::move(text)); }
  [[nodiscard]] citation make_citation() const {
    return {keep(place_text(owner.file, key.source())), "", confidence::chosen};
  }
};

std::int64_t number_in(const setting& s, std::int64_t max, std::string_view wanted) {
  const auto* const number = s.value.as_integer();
  if (number == nullptr || number->get() < 1 || number->get() > max) {
    s.refuse(wanted);
  }
  return number->get();
}

/// Two numbers from 1 to 1,000,000, as an array of two or as text with a separator between them.
std::pair<std::uint32_t, std::uint32_t> two_numbers(const setting& s, char separator, std::string_view wanted) {
  constexpr std::uint32_t max = 1'000'000;
  std::array<std::uint32_t, 2> numbers{};
  if (const auto* const list = s.value.as_array(); list != nullptr && list->size() == numbers.size()) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto* const number = list->get(i)->as_integer();
      if (number == nullptr || number->get() < 1 || number->get() > max) {
        s.refuse(wanted);
      }
      numbers[i] = static_cast<std::uint32_t>(number->get());
    }
  } else if (const auto* const text = s.value.as_string(); text != nullptr) {
    const char* at = text->get().data();
    const char* const end = at + text->get().size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto [behind, error] = std::from_chars(at, end, numbers[i]);
      const bool last = i + 1 == numbers.size();
      if (error != std::errc{} || numbers[i] < 1 || numbers[i] > max ||
          (last ? behind != end : behind == end || *behind != separator)) {
        s.refuse(wanted);
      }
      at = last ? behind : behind + 1;
    }
  } else {
    s.refuse(wanted);
  }
  return {numbers[0], numbers[1]};
}

/// `false` removes an inherited limit.
bool is_removed(const setting& s) {
  const auto* const flag = s.value.as_boolean();
  return flag != nullptr && !flag->get();
}

void read_value(const setting& s, std::string_view& member) {
  const auto* const text = s.value.as_string();
  if (text == nullptr || text->get().empty()) {
    s.refuse("a string");
  }
  member = s.keep(text->get());
}

void read_value(const setting& s, limit<format_set>& member) {
  const auto* const list = s.value.as_array();
  if (list == nullptr) {
    s.refuse("a list of formats, such as [\"png\", \"jpeg\"]");
  }
  if (list->empty()) {
    refuse(s.owner.file, s.value.source(), "'formats' must not be empty; name a format, or leave it out");
  }
  std::vector<std::string_view> known;
  for (const format_info& entry : formats) {
    if (entry.kind != kind::other) {
      known.push_back(entry.name);
    }
  }
  format_set accepted;
  for (const toml::node& element : *list) {
    const auto* const name = element.as_string();
    if (name == nullptr) {
      refuse(s.owner.file, element.source(), "a format must be a string, such as \"png\"");
    }
    if (std::find(known.begin(), known.end(), name->get()) == known.end()) {
      const format meant = format_of_extension(name->get());
      const bool is_media = meant != format::unknown && info(meant).kind != kind::other;
      if (!is_media && (meant != format::unknown || format_named(name->get()) != format::unknown)) {
        refuse(s.owner.file, element.source(),
               fmt::format("'{}' is neither a picture, a video nor a sound", name->get()));
      }
      refuse(s.owner.file, element.source(),
             fmt::format(
                 "unknown format '{}'{}", name->get(),
                 is_media ? fmt::format("; did you mean '{}'?", info(meant).name) : suggestion(name->get(), known)));
    }
    accepted.insert(format_named(name->get()));
  }
  member = {accepted, s.make_citation()};
}

void read_value(const setting& s, limit<std::uint64_t>& member) {
  constexpr std::string_view wanted = "a number of bytes above 0";
  member = {static_cast<std::uint64_t>(number_in(s, std::numeric_limits<std::int64_t>::max(), wanted)),
            s.make_citation()};
}

void read_value(const setting& s, std::optional<limit<extent>>& member) {
  if (is_removed(s)) {
    member.reset();
    return;
  }
  const auto [width, height] =
      two_numbers(s, 'x', "a size such as \"1920x1080\" or [1920, 1080], or false for no limit");
  member = {{width, height}, s.make_citation()};
}

void read_value(const setting& s, std::optional<limit<ratio>>& member) {
  if (is_removed(s)) {
    member.reset();
    return;
  }
  const auto [a, b] = two_numbers(s, ':', "an aspect such as \"16:9\" or [16, 9], or false for any");
  member = {{a, b}, s.make_citation()};
}

void read_value(const setting& s, std::optional<limit<std::uint32_t>>& member) {
  if (is_removed(s)) {
    member.reset();
    return;
  }
  const std::int64_t count =
      number_in(s, std::numeric_limits<std::uint32_t>::max(), "a number of files above 0, or false for no limit");
  member = {static_cast<std::uint32_t>(count), s.make_citation()};
}

void read_value(const setting& s, std::optional<citation>& member) {
  const auto* const flag = s.value.as_boolean();
  if (flag == nullptr) {
    s.refuse("true or false");
  }
  member = flag->get() ? std::optional{s.make_citation()} : std::nullopt;
}

/// The keys that are not limits, and where their strings go.
struct text_key {
  std::string_view name;
  std::string_view destination::*member;
};
constexpr std::array text_keys{text_key{"title", &destination::title}, text_key{"service", &destination::service}};
constexpr std::string_view extends_key = "extends";

std::vector<std::string_view> known_keys() {
  std::vector<std::string_view> names{extends_key};
  std::ranges::transform(text_keys, std::back_inserter(names), &text_key::name);
  std::ranges::transform(limit_table, std::back_inserter(names), &limit_entry::key);
  return names;
}

/// False where there is no such key.
bool read_key(const setting& s) {
  if (const auto known = std::ranges::find(text_keys, s.key.str(), &text_key::name); known != text_keys.end()) {
    read_value(s, s.target.*known->member);
    return true;
  }
  if (const auto known = std::ranges::find(limit_table, s.key.str(), &limit_entry::key); known != limit_table.end()) {
    std::visit([&](auto member) { read_value(s, s.target.*member); }, known->member);
    return true;
  }
  return s.key.str() == extends_key;
}

void require_consistent(const toml::table& table, const destination& d, const configuration& owner) {
  if (d.safe_max_bytes.value > d.max_bytes.value) {
    refuse(owner.file, table.source(),
           fmt::format("'safe-max-bytes' ({}) is larger than 'max-bytes' ({})", d.safe_max_bytes.value,
                       d.max_bytes.value));
  }
  if (d.min_video_size && d.max_video_size &&
      hull(d.min_video_size->value, d.max_video_size->value) != d.max_video_size->value) {
    refuse(owner.file, table.source(), "'video-min' is larger than 'video-max'");
  }
}

}  // namespace

void apply_destination_table(const toml::table& table, destination& target, configuration& owner) {
  for (auto&& [key, value] : table) {
    if (!read_key({key, value, target, owner})) {
      refuse(owner.file, key.source(),
             fmt::format("unknown key '{}' in a destination{}", key.str(), suggestion(key.str(), known_keys())));
    }
  }
  if (table.contains("max-bytes") && !table.contains("safe-max-bytes")) {
    target.safe_max_bytes = target.max_bytes;
  }
  require_consistent(table, target, owner);
}

}  // namespace preflight::cli
