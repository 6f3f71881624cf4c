#include "cli/words/command_line.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "cli/words/usage_errors.hpp"

namespace preflight::cli {
namespace {

constexpr std::string_view end_of_options = "--";

bool looks_like_option(std::string_view word) { return word.size() > 1 && word.starts_with('-'); }

/// One use of an option; its opposite takes those before it back.
struct occurrence {
  std::vector<std::string> values;
  bool is_on = true;
};

/// Goes through the words once. The first thing that is wrong is kept until it is known that no help is wanted.
class word_reader {
 public:
  word_reader(const command_line& command, std::span<const std::string> words)
      : command_{command}, words_{words}, uses_(command.options.size()) {}

  intent read() {
    for (bool are_plain = false; next_ < words_.size();) {
      const std::string& word = words_[next_++];
      if (!are_plain && word == end_of_options) {
        are_plain = true;
      } else if (are_plain || !looks_like_option(word)) {
        take_argument(word);
      } else if (word.starts_with("--")) {
        take_long(word);
      } else {
        take_letters(word);
      }
    }
    if (is_used("--help")) {
      return intent::show_help;
    }
    if (is_used("--version")) {
      return intent::show_version;
    }
    require_complete();
    if (!error_.empty()) {
      throw usage_error{error_, command_.full_name()};
    }
    for (std::size_t i = 0; i < uses_.size(); ++i) {
      hand_over(command_.options[i], uses_[i]);
    }
    if (command_.finish) {
      command_.finish();
    }
    return intent::run;
  }

 private:
  void refuse(std::string text) { error_ = error_.empty() ? std::move(text) : error_; }

  std::vector<occurrence>& uses_of(const option& target) {
    const auto place = std::ranges::find(command_.options, &target, [](const option& entry) { return &entry; });
    return uses_[static_cast<std::size_t>(place - command_.options.begin())];
  }

  bool is_used(std::string_view name) {
    const option* const wanted = command_.find(name);
    return wanted != nullptr && !uses_of(*wanted).empty();
  }

  void take_argument(const std::string& word) {
    const auto open = std::ranges::find_if(command_.options, [this](const option& entry) {
      return entry.is_argument() && (entry.repeats || uses_of(entry).empty());
    });
    if (open == command_.options.end()) {
      return refuse(extra_word_error(word, command_));
    }
    if (word.empty()) {
      refuse(empty_argument_error(*open));
    }
    uses_of(*open).push_back({{word}});
  }

  void take_long(const std::string& word) {
    const option* const target = command_.find(word);
    if (target == nullptr) {
      return refuse(unknown_option_error(word, command_));
    }
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const bool is_opposite = name == target->opposite;
    if (!target->is_flag() && !is_opposite) {
      return equals == std::string::npos ? take_next(*target, name)
                                         : take_value(*target, name, word.substr(equals + 1));
    }
    if (equals != std::string::npos) {
      return refuse(fmt::format("{} takes no value", name));
    }
    if (is_opposite) {
      uses_of(*target).clear();
    }
    uses_of(*target).push_back({{}, !is_opposite});
  }

  /// "-qj4": flags, and at the end perhaps an option with its value.
  void take_letters(const std::string& word) {
    for (std::size_t at = 1; at < word.size(); ++at) {
      const option* const target = command_.find_letter(word[at]);
      if (target == nullptr) {
        return refuse(unknown_option_error(at == 1 ? word : fmt::format("-{}", word[at]), command_));
      }
      if (!target->is_flag()) {
        const std::string name{'-', word[at]};
        return at + 1 == word.size() ? take_next(*target, name) : take_value(*target, name, word.substr(at + 1));
      }
      uses_of(*target).push_back({});
    }
  }

  /// What names another option is not a value: the value was forgotten.
  void take_next(const option& target, const std::string& name) {
    const bool is_there = next_ < words_.size() && words_[next_] != end_of_options &&
                          (!looks_like_option(words_[next_]) || command_.find(words_[next_]) == nullptr);
    if (!is_there) {
      return refuse(fmt::format("{} needs a value: {} {}", name, target.name, target.value));
    }
    take_value(target, name, words_[next_++]);
  }

  void take_value(const option& target, const std::string& name, const std::string& value) {
    if (value.empty()) {
      return refuse(empty_value_error(target.name));
    }
    if (!target.has_commas) {
      return uses_of(target).push_back({{value}});
    }
    if (value.ends_with(',')) {
      return refuse(fmt::format("{} {}: the list ends with a comma; write it without spaces", name, value));
    }
    occurrence list;
    for (std::size_t start = 0; start <= value.size();) {
      const std::size_t end = std::min(value.find(',', start), value.size());
      list.values.push_back(value.substr(start, end - start));
      start = end + 1;
    }
    uses_of(target).push_back(std::move(list));
  }

  void require_complete() {
    for (const option& entry : command_.options) {
      if (entry.is_required && uses_of(entry).empty()) {
        const bool has_vowel = std::string_view{"AEIOU"}.find(entry.name.front()) != std::string_view::npos;
        const std::string_view article = !entry.is_argument() ? "" : has_vowel ? "an " : "a ";
        refuse(fmt::format("{} needs {}{}", command_.short_name(), article, entry.name));
      }
    }
  }

  static void hand_over(const option& target, const std::vector<occurrence>& uses) {
    if (uses.empty()) {
      return;
    }
    const bool is_on = uses.back().is_on;
    if (target.set && (target.is_flag() || !uses.front().is_on)) {
      target.set(target.is_flag() && is_on);
    }
    if (target.is_flag() || !is_on) {
      return;
    }
    std::vector<std::string> values;
    for (const occurrence& use : target.repeats ? std::span{uses} : std::span{uses}.last(1)) {
      values.insert(values.end(), use.values.begin(), use.values.end());
    }
    if (target.read) {
      target.read(values);
    }
  }

  const command_line& command_;
  std::span<const std::string> words_;
  std::vector<std::vector<occurrence>> uses_;  ///< of each option
  std::size_t next_ = 0;
  std::string error_;
};

}  // namespace

const option* command_line::find(std::string_view word) const {
  const std::string_view wanted = word.substr(0, word.find('='));
  if (wanted.size() == 2 && wanted[0] == '-' && wanted[1] != '-') {
    return find_letter(wanted[1]);
  }
  const auto match = std::ranges::find_if(options, [wanted](const option& entry) {
    return !entry.is_argument() && (entry.name == wanted || (!entry.opposite.empty() && entry.opposite == wanted));
  });
  return match != options.end() ? &*match : nullptr;
}

const option* command_line::find_letter(char letter) const {
  const auto match =
      std::ranges::find_if(options, [letter](const option& entry) { return letter != '\0' && entry.letter == letter; });
  return match != options.end() ? &*match : nullptr;
}

std::string command_line::full_name() const {
  return name.empty() ? std::string{program_name} : fmt::format("{} {}", program_name, name);
}

std::string_view command_line::short_name() const { return name.empty() ? program_name : std::string_view{name}; }

intent read_words(const command_line& command, std::span<const std::string> words) {
  return word_reader{command, words}.read();
}

std::size_t words_of_option(std::string_view word, std::span<const command_line> commands) {
  std::size_t count = 0;
  for (const command_line& command : commands) {
    const option* target = nullptr;
    bool has_value = word.find('=') != std::string_view::npos;
    if (word.starts_with("--")) {
      target = command.find(word);
    } else {
      for (std::size_t at = 1; at < word.size() && (target == nullptr || target->is_flag()); ++at) {
        target = command.find_letter(word[at]);
        has_value = at + 1 < word.size();
        if (target == nullptr) {
          break;
        }
      }
    }
    const bool is_alone = target == nullptr || target->is_flag() || has_value || word == target->opposite;
    count = target == nullptr ? count : std::max<std::size_t>(count, is_alone ? 1 : 2);
  }
  return count;
}

}  // namespace preflight::cli
