#include "config/build_destinations.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/did_you_mean.hpp"
#include "config/destination_table.hpp"
#include "config/key_reader.hpp"

namespace preflight::cli {
namespace {

class destination_builder {
 public:
  explicit destination_builder(configuration& config) : reader_{config.file}, config_{config} {}

  /// Names first, so that the order of the tables does not matter to what extends what.
  void add(const toml::table& tables) {
    constexpr std::size_t max = 1000;
    if (tables.size() > max) {
      reader_.refuse(tables.source(), fmt::format("{} destinations; at most {} are allowed", tables.size(), max));
    }
    for (auto&& [key, value] : tables) {
      if (key.str().empty()) {
        reader_.refuse(key.source(), "a destination needs a name");
      }
      if (destination_named(key.str()) != nullptr) {
        reader_.refuse(key.source(), fmt::format("'{}' is built in; give yours another name, with extends = \"{}\"",
                                                 key.str(), key.str()));
      }
      static_cast<void>(reader_.table_in(value, fmt::format("destinations.{}", key.str())));
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

 private:
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
        reader_.refuse(extended->source(), fmt::format("destination '{}' extends itself", next->result->name));
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
    const std::string& name = reader_.text_in(value, "'extends' must be the name of a destination");
    const destination* const outer = outer_destination(name);
    const bool means_outer = name == user.result->name && outer != nullptr;
    if (const auto own = drafts_.find(name); own != drafts_.end() && !means_outer) {
      return &own->second;
    }
    require_destination(config_, name, value.source());
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
    reader_.refuse(longest.table->get("extends")->source(),
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

  key_reader reader_;
  configuration& config_;
  std::map<std::string_view, draft> drafts_;  ///< by name
};

}  // namespace

void build_destinations(const toml::table& tables, configuration& config) { destination_builder{config}.add(tables); }

void require_destination(const configuration& config, std::string_view name, const toml::source_region& place) {
  if (config.find_destination(name) == nullptr) {
    refuse(config.file, place,
           fmt::format("unknown destination '{}'{}", name, suggestion(name, config.destination_names())));
  }
}

}  // namespace preflight::cli
