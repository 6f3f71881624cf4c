#include "cli/words/select_command.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "cli/did_you_mean.hpp"
#include "cli/words/usage_errors.hpp"

namespace preflight::cli {
namespace {

/// Words that other programs have for options.
constexpr std::array option_words{std::pair<std::string_view, std::string_view>{"help", "--help"},
                                  std::pair<std::string_view, std::string_view>{"version", "--version"}};

bool is_command(std::string_view word, std::span<const command_summary> commands) {
  return std::ranges::find(commands, word, &command_summary::name) != commands.end();
}

/// An option in front of the command that none of ours has. One of another executable may take a value, so the command
/// is looked for further on.
std::size_t command_behind(std::span<const std::string> words, std::size_t at,
                           std::span<const command_summary> commands) {
  const auto rest = words.subspan(at);
  const auto match =
      std::ranges::find_if(rest, [commands](const std::string& word) { return is_command(word, commands); });
  if (match == rest.end()) {
    constexpr std::array<std::string_view, 2> own{"--help", "--version"};
    const std::string_view typed = std::string_view{rest.front()}.substr(0, rest.front().find('='));
    const std::string_view near = did_you_mean(typed, own);
    throw usage_error{near.empty() ? fmt::format("unknown option {}", typed)
                                   : fmt::format("unknown option {}; did you mean {}?", typed, near)};
  }
  return at + static_cast<std::size_t>(match - rest.begin());
}

/// Where the command stands; words.size() where there is none.
std::size_t command_place(std::span<const std::string> words, std::span<const command_summary> commands,
                          const std::function<std::vector<command_line>()>& definitions) {
  std::vector<command_line> known;
  std::size_t at = 0;
  while (at < words.size() && words[at].size() > 1 && words[at].starts_with('-')) {
    known = known.empty() ? definitions() : std::move(known);
    const std::size_t length = words_of_option(words[at], known);
    if (length == 0) {
      return command_behind(words, at, commands);
    }
    at += length;
  }
  return std::min(at, words.size());
}

}  // namespace

std::vector<std::string> selected_command::words_with_name() const {
  std::vector<std::string> out{name};
  out.insert(out.end(), words.begin(), words.end());
  return out;
}

selected_command select_command(std::span<const std::string> words, std::span<const command_summary> commands,
                                const std::function<std::vector<command_line>()>& definitions) {
  selected_command out;
  std::vector<std::string> rest{words.begin(), words.end()};
  for (;;) {
    const std::size_t place = command_place(rest, commands, definitions);
    if (place == rest.size()) {
      out.words.insert(out.words.end(), rest.begin(), rest.end());
      return out;
    }
    const auto* const option = std::ranges::find(option_words, rest[place], &decltype(option_words)::value_type::first);
    if (option == option_words.end()) {
      out.name = rest[place];
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(place));
      break;
    }
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(place));
    out.words.emplace_back(option->second);
  }
  if (!is_command(out.name, commands)) {
    std::vector<std::string_view> names;
    std::ranges::transform(commands, std::back_inserter(names), &command_summary::name);
    throw usage_error{unknown_command_error(out.name, names)};
  }
  out.words.insert(out.words.end(), rest.begin(), rest.end());
  return out;
}

}  // namespace preflight::cli
