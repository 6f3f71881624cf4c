#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <preflight/output/json_members.hpp>
#include <preflight/output/project.hpp>
#include <preflight/rules/all.hpp>

/// The parts of a SARIF log (OASIS SARIF 2.1.0) that are the same for every run: the tool with its rules, and the
/// taxonomy that sorts them by severity.
namespace preflight::writers {

/// What "error", "warning" and "note" mean here, worst first.
struct severity_taxon {
  severity level;
  std::string_view name;
  std::string_view meaning;
};
inline constexpr std::array severity_taxa{
    severity_taxon{severity::error, "error", "The destination rejects the file, or the file is broken."},
    severity_taxon{severity::warning, "warning", "The file is likely to be accepted, but not to look as intended."},
    severity_taxon{severity::note, "note", "Worth knowing; the verdict does not depend on it."}};

inline constexpr std::string_view taxonomy_name = "media-preflight-severity";

/// "warning" for what is turned off: SARIF's own default.
[[nodiscard]] constexpr std::string_view sarif_level(severity s) {
  return s == severity::off ? std::string_view{"none"} : name_of(s);
}

/// {"text":"..."}
inline void append_sarif_text(json_members<std::string>& members, std::string& out, std::string_view key,
                              std::string_view text) {
  members.name(key);
  json_members inner{out};
  inner.text("text", text);
  inner.close();
}

/// "EmptyFile" for "empty-file": section 3.49.7 wants a name that a person can read, and tools want it in this form. A
/// rule of one word has none, because it must differ from the id.
[[nodiscard]] inline std::string pascal_case(std::string_view id) {
  std::string name;
  bool is_first = true;
  for (const char c : id) {
    if (c != '-') {
      name += is_first && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    is_first = c == '-';
  }
  return name;
}

/// Where the severity that a rule has by itself stands in the taxonomy.
inline void append_relationships(json_members<std::string>& members, std::string& out, severity level) {
  const auto taxon = std::find_if(severity_taxa.begin(), severity_taxa.end(),
                                  [=](const severity_taxon& t) { return t.level == level; });
  if (taxon == severity_taxa.end()) {
    return;
  }
  members.name("relationships");
  out += R"([{"target":)";
  json_members target{out};
  target.word("id", taxon->name);
  target.number("index", taxon - severity_taxa.begin());
  target.name("toolComponent");
  json_members component{out};
  component.word("name", taxonomy_name);
  component.number("index", 0);
  component.close();
  target.close();
  out += R"(,"kinds":["superset"]}])";
}

inline void append_rule_help(json_members<std::string>& members, std::string& out, const rule_info& rule) {
  members.name("help");
  json_members help{out};
  std::string text;
  help.text("text", text.append(rule.why).append(" ").append(rule.fix));
  text.clear();
  text.append(rule.why).append("\n\n**How to fix:** ").append(rule.fix).append("\n\n[More about `").append(rule.id);
  text.append("`](").append(rule_page(rule)).append(")");
  help.text("markdown", text);
  help.close();
}

inline void append_sarif_rule(std::string& out, const rule_info& rule) {
  json_members members{out};
  members.word("id", rule.id);
  if (rule.id.find('-') != std::string_view::npos) {
    members.word("name", pascal_case(rule.id));
  }
  append_sarif_text(members, out, "shortDescription", rule.summary);
  append_sarif_text(members, out, "fullDescription", rule.why);
  append_rule_help(members, out, rule);
  members.word("helpUri", rule_page(rule));
  members.name("defaultConfiguration");
  json_members configuration{out};
  configuration.word("level", sarif_level(rule.severity));
  configuration.close();
  append_relationships(members, out, rule.severity);
  members.name("properties");
  out += R"({"precision":"very-high","tags":["media"]})";  // what GitHub sorts and filters alerts with
  members.close();
}

inline void append_sarif_tool(std::string& out) {
  out += R"("tool":{"driver":)";
  json_members driver{out};
  driver.word("name", "media-preflight");
  driver.word("semanticVersion", project_version);
  driver.word("version", project_version);
  driver.word("informationUri", project_homepage);
  driver.name("supportedTaxonomies");
  out += R"([{"name":")";
  out += taxonomy_name;
  out += R"(","index":0}])";
  driver.name("rules");
  std::string_view separator = "[\n";
  for (const rule_info* rule : all_rules) {
    out += separator;
    append_sarif_rule(out, *rule);
    separator = ",\n";
  }
  out += "\n]";
  driver.close();
  out += '}';
}

inline void append_severity_taxonomy(std::string& out) {
  out += R"("taxonomies":[)";
  json_members taxonomy{out};
  taxonomy.word("name", taxonomy_name);
  taxonomy.word("version", project_version);
  taxonomy.word("semanticVersion", project_version);
  taxonomy.word("informationUri", project_homepage);
  taxonomy.word("organization", "media-preflight");
  append_sarif_text(taxonomy, out, "shortDescription", "How bad it is for a file to break a rule.");
  taxonomy.name("isComprehensive");
  out += "true";
  taxonomy.name("taxa");
  std::string_view separator = "[";
  for (const severity_taxon& taxon : severity_taxa) {
    out += separator;
    json_members members{out};
    members.word("id", taxon.name);
    append_sarif_text(members, out, "shortDescription", taxon.meaning);
    members.close();
    separator = ",";
  }
  out += ']';
  taxonomy.close();
  out += ']';
}

}  // namespace preflight::writers
