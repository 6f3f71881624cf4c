#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/did_you_mean.hpp"
#include "config/configuration.hpp"
#include "config/destination_table.hpp"
#include "config/toml.hpp"
#include "config/toml_precheck.hpp"
#include "options/rule_names.hpp"

namespace preflight::cli {
namespace {

class reader {
 public:
  explicit reader(configuration& config) : config_{config} {}

  void read(const toml::table& top) {
    constexpr std::array<std::string_view, 4> keys{"destination", "rules", "destinations", "root"};
    for (auto&& [key, value] : top) {
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) {
        refuse(key.source(), fmt::format("unknown key '{}'{}", key.str(), suggestion(key.str(), keys)));
      }
    }
    static_cast<void>(is_root(top));
    if (const toml::node* const rules = top.get("rules")) {
      read_rules(table_in(*rules, "rules"));
    }
    if (const toml::node* const destinations = top.get("destinations")) {
      read_destinations(table_in(*destinations, "destinations"));
    }
    if (const toml::node* const chosen = top.get("destination")) {
      config_.default_name =
          text_in(*chosen, chosen->is_table()
                               ? "'destination' must be the name of a destination; define one in [destinations.NAME]"
                               : "'destination' must be the name of a destination");
      require_destination(config_.default_name, chosen->source());
    }
  }

  /// Whether no configuration further out counts.
  [[nodiscard]] bool is_root(const toml::table& top) const {
    const toml::node* const value = top.get("root");
    if (value != nullptr && !value->is_boolean()) {
      refuse(value->source(), "'root' must be true or false");
    }
    return value != nullptr && value->as_boolean()->get();
  }

 private:
  [[noreturn]] void refuse(const toml::source_region& place, std::string_view message) const {
    cli::refuse(config_.file, place, message);
  }

  const toml::table& table_in(const toml::node& node, std::string_view name) const {
    const toml::table* const table = node.as_table();
    if (table == nullptr) {
      refuse(node.source(), fmt::format("'{}' must be a table, written [{}]", name, name));
    }
    return *table;
  }

  const std::string& text_in(const toml::node& node, std::string_view expectation) const {
    const auto* const text = node.as_string();
    if (text == nullptr) {
      refuse(node.source(), expectation);
    }
    return text->get();
  }

  void require_destination(std::string_view name, const toml::source_region& place) const {
    if (config_.find_destination(name) == nullptr) {
      refuse(place, fmt::format("unknown destination '{}'{}", name, suggestion(name, config_.destination_names())));
    }
  }

  void read_rules(const toml::table& rules) {
    for (auto&& [key, value] : rules) {
      const rule_info* const rule = upload::any_rule_named(key.str());
      if (rule == nullptr) {
        refuse(key.source(), fmt::format("unknown rule '{}'{}", key.str(), suggestion(key.str(), rule_names())));
      }
      const std::string& word =
          text_in(value, fmt::format("'{}' must be \"off\", \"note\", \"warning\" or \"error\"", key.str()));
      const auto match = std::find(severity_names.begin(), severity_names.end(), word);
      if (match == severity_names.end()) {
        refuse(value.source(), fmt::format("unknown severity '{}'{}", word, suggestion(word, severity_names)));
      }
      const auto level = static_cast<severity>(match - severity_names.begin());
      if (rule->is_fixed && level != rule->severity) {
        refuse(value.source(), fixed_rule_error(*rule));
      }
      config_.rules.emplace_back(rule->id, level);
    }
  }

  /// Names first, so that the order of the tables does not matter to what extends what.
  void read_destinations(const toml::table& tables) {
    constexpr std::size_t max = 1000;
    if (tables.size() > max) {
      refuse(tables.source(), fmt::format("{} destinations; at most {} are allowed", tables.size(), max));
    }
    for (auto&& [key, value] : tables) {
      if (key.str().empty()) {
        refuse(key.source(), "a destination needs a name");
      }
      if (destination_named(key.str()) != nullptr) {
        refuse(key.source(),
               fmt::format("'{}' is built in; give yours another name, with extends = \"{}\"", key.str(), key.str()));
      }
      static_cast<void>(table_in(value, fmt::format("destinations.{}", key.str())));
      destination added;
      added.name = config_.texts.emplace_back(key.str());
      config_.destinations.push_back(added);
    }
    for (destination& entry : config_.destinations) {
      drafts_.emplace(entry.name, draft{&entry, tables.get(entry.name)->as_table()});
    }
    for (auto& [name, target] : drafts_) {
      build(target);
    }
  }

  /// What is known of a destination of this file while they are built, each once and upon what it extends.
  struct draft {
    destination* result;
    const toml::table* table;
    std::size_t links = 0;  ///< how many of this file it is made of, itself included; 0 until it is made
  };

  void build(draft& target) {
    constexpr std::size_t max_links = 16;
    std::vector<draft*>
        chain;  // from the destination itself to the one that extends none of the file's still to be made
    destination base;
    std::size_t links = 0;
    for (draft* next = &target; next != nullptr;) {
      if (next->links > 0) {
        base = *next->result;
        links = next->links;
        break;
      }
      chain.push_back(next);
      const toml::node* const extended = next->table->get("extends");
      if (extended == nullptr) {
        base = outer_base(next->result->name);
      }
      next = extended != nullptr ? extended_draft(*extended, *next, base) : nullptr;
      if (std::find(chain.begin(), chain.end(), next) != chain.end()) {
        refuse(extended->source(), fmt::format("destination '{}' extends itself", next->result->name));
      }
      if (chain.size() > max_links) {
        refuse_chain(*chain.front(), max_links);
      }
    }
    for (auto link = chain.rbegin(); link != chain.rend(); ++link) {
      if (++links > max_links) {
        refuse_chain(**link, max_links);
      }
      base = extend(base, **link);
      *(*link)->result = base;
      (*link)->links = links;
    }
  }

  /// The destination of this file that this value of `user` names; where it is a built-in one or one further out,
  /// nullptr, and `base` is it.
  draft* extended_draft(const toml::node& value, const draft& user, destination& base) {
    const std::string& name = text_in(value, "'extends' must be the name of a destination");
    const destination* const outer = outer_destination(name);
    const bool means_outer = name == user.result->name && outer != nullptr;
    if (const auto own = drafts_.find(name); own != drafts_.end() && !means_outer) {
      return &own->second;
    }
    require_destination(name, value.source());
    base = outer != nullptr ? *outer : *destination_named(name);
    return nullptr;
  }

  /// A destination that extends none adds to the one of its name further out.
  [[nodiscard]] destination outer_base(std::string_view name) const {
    const destination* const outer = outer_destination(name);
    return outer != nullptr ? *outer : destination{};
  }

  [[nodiscard]] const destination* outer_destination(std::string_view name) const {
    const destination* const found = config_.outer != nullptr ? config_.outer->find_destination(name) : nullptr;
    return found != destination_named(name) ? found : nullptr;
  }

  [[noreturn]] void refuse_chain(const draft& longest, std::size_t max) const {
    refuse(longest.table->get("extends")->source(),
           fmt::format("'{}' extends a chain of more than {} destinations", longest.result->name, max));
  }

  /// Its limits are the project's own, so they are not said to be those of whom it extends.
  destination extend(const destination& base, const draft& added) {
    const std::string_view name = added.result->name;
    destination built = base;
    const bool extends = added.table->contains("extends");
    if (extends) {
      built.title = config_.texts.emplace_back(fmt::format("destination '{}'", name));
    } else if (outer_destination(name) == nullptr) {
      built.title = built.service = name;
    }
    apply_destination_table(*added.table, built, config_);
    built.name = name;
    return built;
  }

  configuration& config_;
  std::map<std::string_view, draft> drafts_;  ///< by name
};

/// Counted as toml++ does: from 1, the column in bytes.
toml::source_region source_place(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;
  toml::source_region place;
  place.begin.line = static_cast<toml::source_index>(std::ranges::count(before, '\n') + 1);
  place.begin.column = static_cast<toml::source_index>(at - line_start + 1);
  return place;
}

/// As some editors save: a byte order mark, or every other byte of an ASCII text is 0.
bool is_utf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
         (text.size() > 1 && (text[0] == '\0') != (text[1] == '\0'));
}

/// The text with a letter for each byte above ASCII, so that whatever is wrong with its marks and brackets is found at
/// the same place without them. A backslash before this letter is no escape, as before theirs.
std::string ascii_copy(std::string_view text) {
  const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  std::string out{text};
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(mark), out.end(),
      [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, 'q');
  return out;
}

/// toml++ writes control characters as escapes, which complaints do as well: a line feed would come out as "\\\\n".
std::string without_escapes(std::string_view text) {
  constexpr std::string_view letters = "btnfr";
  constexpr std::string_view meant = "\b\t\n\f\r";
  std::string out;
  while (!text.empty()) {
    const std::size_t letter = text.size() > 1 && text.front() == '\\' ? letters.find(text[1]) : std::string_view::npos;
    unsigned code = 0;
    if (letter != std::string_view::npos) {
      out += meant[letter];
      text.remove_prefix(2);
    } else if (constexpr std::size_t length = 6;
               text.starts_with("\\u00") && text.size() >= length &&
               std::from_chars(text.data() + 4, text.data() + length, code, 16).ptr == text.data() + length) {
      out += static_cast<char>(code);
      text.remove_prefix(length);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

/// The tables of a text, handed to `use`. What is wrong with them throws fatal_error.
template <class Use>
void parse(std::string_view text, const std::string& file, const Use& use) {
  if (is_utf16(text)) {
    refuse(file, source_place(text, 0), "the file is UTF-16; save it as UTF-8");
  }
  if (const std::optional<std::size_t> at = find_bare_non_ascii(text)) {
    refuse(file, source_place(text, *at), "non-ASCII character outside quotes; put the name in quotes");
  }
  try {
    // Only a well-formed text has its strings where find_bare_non_ascii() takes them to be.
    if (const std::string plain = ascii_copy(text); plain != text) {
      static_cast<void>(toml::parse(plain));
    }
    use(toml::parse(text));
  } catch (const toml::parse_error& error) {
    refuse(file, error.source(), without_escapes(error.description()));
  }
}

}  // namespace

configuration read_configuration(std::string_view text, std::string file, const configuration* outer) {
  configuration result;
  result.file = std::move(file);
  result.outer = outer;
  if (outer != nullptr) {
    result.hash = outer->hash;
    result.hash << text_hash::end;
  }
  result.hash << text;
  parse(text, result.file, [&](const toml::table& top) { reader{result}.read(top); });
  return result;
}

bool ends_search(std::string_view text, const std::string& file) {
  configuration named;
  named.file = file;
  bool is_root = false;
  parse(text, file, [&](const toml::table& top) { is_root = reader{named}.is_root(top); });
  return is_root;
}

}  // namespace preflight::cli
