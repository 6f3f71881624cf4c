#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/toml.hpp"

namespace preflight::cli {

/// Takes values of keys for what they must be. All throw fatal_error.
class key_reader {
 public:
  explicit key_reader(std::string_view file) : file_{file} {}

  [[noreturn]] void refuse(const toml::source_region& place, std::string_view message) const {
    cli::refuse(file_, place, message);
  }

  [[nodiscard]] const toml::table& table_in(const toml::node& node, std::string_view name) const {
    const toml::table* const table = node.as_table();
    if (table == nullptr) {
      refuse(node.source(), fmt::format("'{}' must be a table, written [{}]", name, name));
    }
    return *table;
  }

  [[nodiscard]] const std::string& text_in(const toml::node& node, std::string_view expectation) const {
    const auto* const text = node.as_string();
    if (text == nullptr) {
      refuse(node.source(), expectation);
    }
    return text->get();
  }

  /// At least one, and none empty.
  [[nodiscard]] std::vector<std::string> texts_in(const toml::node& node, std::string_view expectation) const {
    const toml::array* const list = node.as_array();
    if (list == nullptr || list->empty()) {
      refuse(node.source(), expectation);
    }
    std::vector<std::string> texts;
    for (const toml::node& element : *list) {
      texts.push_back(text_in(element, expectation));
      if (texts.back().empty()) {
        refuse(element.source(), expectation);
      }
    }
    return texts;
  }

  [[nodiscard]] std::string place(const toml::source_region& source) const { return place_text(file_, source); }

 private:
  std::string_view file_;
};

}  // namespace preflight::cli
