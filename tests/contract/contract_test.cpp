#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <preflight/destinations/all.hpp>
#include <preflight/destinations/limit_table.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/output/project.hpp>
#include <preflight/rules/integrity/findings_omitted.hpp>
#include <preflight/sniff/sniff_session.hpp>
#include <preflight/sniff/sniffers.hpp>
#include <preflight/upload/rules/all.hpp>
#include <preflight/upload/rules/every_rule.hpp>

#include "harness/catch.hpp"
#include "harness/places.hpp"
#include "rules/rule_cases.hpp"
#include "sniff/crafted/catalogue.hpp"

// One file and one line in a list add a rule, a destination, a sniffer. These tests are what makes forgetting one of
// the two, or a text, or a case, impossible.

using namespace preflight;
using namespace preflight::test;
namespace fs = std::filesystem;

namespace {

using names = std::set<std::string>;

const fs::path source_folder{project_folder};
const fs::path core{source_folder / "lib" / "preflight"};

std::string file_text(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

/// The file names without .hpp in a room of the library and in the rooms within.
names header_names(std::string_view folder) {
  names result;
  for (const auto& entry : fs::recursive_directory_iterator{core / folder}) {
    if (entry.path().extension() == ".hpp" && entry.path().stem() != "all") {
      result.insert(entry.path().stem().string());
    }
  }
  return result;
}

names built_in_destinations() {
  names result = header_names("destinations");
  result.erase("limit_table");
  result.erase("set_limit");
  return result;
}

/// What a pattern's first group catches, wherever it occurs in a header of the core.
names captured_names(std::string_view header, const std::string& pattern) {
  const std::string text = file_text(core / header);
  const std::regex wanted{pattern};
  names result;
  for (std::sregex_iterator match{text.begin(), text.end(), wanted}, end; match != end; ++match) {
    result.insert((*match)[1]);
  }
  return result;
}

/// A kebab-case name as a file is called.
std::string file_name(std::string_view name) {
  std::string result{name};
  std::replace(result.begin(), result.end(), '-', '_');
  return result;
}

bool is_kebab_case(std::string_view name) {
  return std::regex_match(std::string{name}, std::regex{"[a-z][a-z0-9]*(-[a-z0-9]+)*"});
}

bool is_sentence(std::string_view text) {
  return text.size() > 10 && text.front() >= 'A' && text.front() <= 'Z' && text.back() == '.';
}

bool is_date(std::string_view text) {
  return std::regex_match(std::string{text}, std::regex{"20\\d\\d-[01]\\d-[0-3]\\d"});
}

}  // namespace

TEST_CASE("every member of a room is in the room's list, and nothing else is") {
  CHECK(captured_names("destinations/all.hpp", "#include <preflight/destinations/([a-z0-9_]+)\\.hpp>") ==
        built_in_destinations());
}

TEST_CASE("every rule is in the list under the name of its file") {
  names listed;
  for (const rule_info* rule : upload::every_rule()) {
    INFO(rule->id);
    CHECK(is_kebab_case(rule->id));
    CHECK(listed.insert(file_name(rule->id)).second);
    CHECK(upload::any_rule_named(rule->id) == rule);
  }
  names expected_names = header_names("rules/integrity");
  for (const std::string_view room : {"rules/format", "rules/limits", "rules/presentation", "rules/privacy",
                                      "upload/rules/directory_group", "upload/rules/request", "upload/rules/target"}) {
    expected_names.merge(header_names(room));
  }
  CHECK(listed == expected_names);
  CHECK(upload::any_rule_named("") == nullptr);
}

TEST_CASE("every destination is in the list under the name of its file") {
  names listed;
  for (const destination* destination : all_destinations) {
    INFO(destination->name);
    CHECK(is_kebab_case(destination->name));
    CHECK(listed.insert(file_name(destination->name)).second);
    CHECK(destination_named(destination->name) == destination);
  }
  CHECK(listed == built_in_destinations());
  CHECK(all_destinations.front()->name == "zoom-background");
  CHECK(destination_named("zoom") == nullptr);
}

TEST_CASE("every sniffer is in the list of sniffers") {
  const names listed = captured_names("sniff/sniffers.hpp", "sniffers::([a-z0-9_]+)[,>]");
  CHECK(listed ==
        captured_names("sniff/sniffers.hpp", "#include <preflight/sniff/(?:isobmff/)?(?!sniffer)([a-z0-9_]+)\\.hpp>"));
}

TEST_CASE("no rule lacks a text, and each text fits where it is shown") {
  for (const rule_info* rule : upload::every_rule()) {
    INFO(rule->id);
    CHECK(std::regex_match(std::string{rule->since}, std::regex{"\\d+\\.\\d+"}));
    CHECK(is_sentence(rule->summary));
    CHECK(is_sentence(rule->why));
    CHECK(rule->fix.size() > 10);
    CHECK(rule->fix.size() <= 240);
    CHECK(rule->severity != severity::off);
    for (const std::string_view text : {rule->summary, rule->why, rule->fix}) {
      CHECK(text.find('!') == std::string_view::npos);
      CHECK(text.find("  ") == std::string_view::npos);
    }
  }
}

TEST_CASE("every rule has a check") {
  CHECK(std::all_of(engine::all_rules.begin(), engine::all_rules.end(),
                    [](const file_rule* rule) { return rule->check != nullptr; }));
  CHECK(std::all_of(upload::all_request_rules.begin(), upload::all_request_rules.end(),
                    [](const upload::request_rule* rule) { return rule->check != nullptr; }));
}

TEST_CASE("ids and severities are what scripts rely on") {
  using enum severity;
  const std::vector<std::pair<std::string_view, severity>> promised{
      {"unreadable", error},
      {"empty-file", error},
      {"file-too-large", error},
      {"file-size-ambiguous", warning},
      {"format-not-accepted", error},
      {"format-unknown", error},
      {"extension-mismatch", error},
      {"extension-missing", warning},
      {"extension-uncommon", warning},
      {"video-encrypted", error},
      {"leading-data", error},
      {"text-mangled", error},
      {"not-examined", error},
      {"malformed", error},
      {"truncated", error},
      {"trailing-data", warning},
      {"scans-missing", warning},
      {"surplus-data", warning},
      {"ancillary-chunk-invalid", warning},
      {"dimensions-missing", error},
      {"no-video-track", error},
      {"video-too-small", error},
      {"video-too-large", error},
      {"video-pixel-format-uncommon", warning},
      {"video-hdr", warning},
      {"video-disabled", warning},
      {"video-rotated", warning},
      {"dimensions-disagree", warning},
      {"video-codec-uncommon", warning},
      {"external-media", error},
      {"orientation-tag", warning},
      {"low-resolution", warning},
      {"aspect-not-accepted", error},
      {"not-widescreen", warning},
      {"not-square", warning},
      {"alpha-channel", warning},
      {"cmyk-jpeg", warning},
      {"jpeg-process-unusual", warning},
      {"animated-picture", warning},
      {"location-metadata", warning},
      {"decode-failed", error},
      {"over-budget", error},
      {"too-many-files", error},
      {"duplicate-content", warning},
      {"findings-omitted", note},
      {"target-invalid", error},
      {"target-is-me", error},
      {"target-takes-no-picture", error},
      {"purpose-not-for-target", error},
      {"account-id-explicit", warning},
      {"scope-missing", error},
      {"background-switched-off", error},
      {"video-switched-off", warning},
      {"custom-upload-switched-off", warning},
      {"not-documented-for-target", warning},
      {"several-pictures", error},
      {"looks-already-there", warning},
      {"too-many-shared-files", warning},
      {"daily-limit-exceeded", warning},
      {"file-name-unusual", note},
      {"group-unchanged", error},
      {"group-name-empty", error},
      {"group-name-too-long", error},
      {"group-name-taken", warning},
      {"group-type-unknown", error},
      {"group-search-not-boolean", error},
  };
  for (const auto& [id, severity] : promised) {
    INFO(id);
    const rule_info* result = upload::any_rule_named(id);
    REQUIRE(result != nullptr);
    CHECK(result->severity == severity);
  }
  CHECK(promised.size() == upload::every_rule().size());
}

TEST_CASE("every rule has a case in which it fires, one in which it is silent, and one at its boundary") {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  std::set<std::pair<std::string_view, expected>> covered;
  for (const rule_case& test : all_rule_cases()) {
    INFO(test.rule << ": " << test.name);
    CHECK(upload::any_rule_named(test.rule) != nullptr);
    CHECK(seen.emplace(test.rule, test.name).second);
    covered.emplace(test.rule, test.outcome);
  }
  for (const rule_info* rule : upload::every_rule()) {
    INFO(rule->id);
    if (rule == &rules::findings_omitted) {
      continue;  // said by the report, not by looking at a file
    }
    CHECK(covered.contains({rule->id, expected::firing}));
    CHECK(covered.contains({rule->id, expected::silent}));
    CHECK(covered.contains({rule->id, expected::boundary}));
  }
}

TEST_CASE("every limit of a built-in destination can be looked up, and no two contradict each other") {
  for (const destination* destination : all_destinations) {
    INFO(destination->name);
    CHECK_FALSE(destination->title.empty());
    CHECK_FALSE(destination->service.empty());
    CHECK_FALSE(destination->formats.value.empty());
    CHECK(destination->safe_max_bytes.value > 0);
    CHECK(destination->safe_max_bytes.value <= destination->max_bytes.value);
    if (destination->min_video_size && destination->max_video_size) {
      CHECK(hull(destination->min_video_size->value, destination->max_video_size->value) ==
            destination->max_video_size->value);
    }
    std::vector<citation> cited;
    const auto cite = [&](const auto& limit) {
      if constexpr (requires { limit.citation; }) {
        cited.push_back(limit.citation);
      } else if constexpr (requires { limit->citation; }) {
        if (limit) {
          cited.push_back(limit->citation);
        }
      } else if (limit) {
        cited.push_back(*limit);
      }
    };
    for (const limit_entry& entry : limit_table) {
      std::visit([&](auto member) { cite(destination->*member); }, entry.member);
    }
    for (const citation& citation : cited) {
      INFO(citation.source);
      CHECK(citation.source.size() > 20);
      CHECK(is_date(citation.read));
      // What is documented names the document.
      CHECK((citation.confidence != confidence::documented || citation.source.starts_with("Zoom API, ")));
    }
  }
}

TEST_CASE("every member of a destination but its texts is in the table of limits, once, under a key of its own") {
  names keys;
  for (const limit_entry& entry : limit_table) {
    INFO(entry.key);
    CHECK(is_kebab_case(entry.key));
    CHECK(keys.insert(std::string{entry.key}).second);
  }
  const names listed = captured_names("destinations/limit_table.hpp", "&destination::([a-z0-9_]+),");
  CHECK(listed.size() == limit_table.size());
  CHECK(listed == captured_names("destination.hpp", "> ([a-z0-9_]+)\\{\\};"));
}

TEST_CASE("every limit that a rule applies is in the table, and the page about destinations lists the whole table") {
  names keys;
  std::string rows;
  for (const limit_entry& entry : limit_table) {
    keys.emplace(entry.key);
    rows.append("| `").append(entry.key).append("` | ").append(entry.meaning).append(" |\n");
  }
  for (const rule_info* rule : upload::every_rule()) {
    INFO(rule->id);
    CHECK((rule->limit.empty() || keys.contains(std::string{rule->limit})));
  }
  CHECK(file_text(source_folder / "docs" / "destinations.md").find("|---|---|\n" + rows + "\n") != std::string::npos);
}

TEST_CASE("formats are told apart by name and by extension") {
  std::set<std::string_view> used_names;
  std::set<std::string_view> used_extensions;
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const format_info& info = formats[i];
    INFO(info.name);
    CHECK(static_cast<std::size_t>(info.id) == i);
    CHECK(format_named(info.name) == info.id);
    CHECK(used_names.insert(info.name).second);
    CHECK_FALSE(info.title.empty());
    CHECK_FALSE(info.mime_type.empty());
    for (const std::string_view extension : info.extensions) {
      CHECK((extension.empty() || used_extensions.insert(extension).second));
    }
  }
}

TEST_CASE("no two sniffers claim one file") {
  std::size_t claimed = 0;
  const auto look = [&](const std::string& name, std::span<const unsigned char> head) {
    INFO(name);
    const std::size_t claims = all_sniffers::claims(byte_view{head});
    CHECK(claims <= 1);
    claimed += claims;
    // A box's size is any number, also one that other formats begin with.
    for (const std::string_view type : {"ftyp", "mdat", "moov", "wide", "styp"}) {
      std::vector<unsigned char> box(head.begin(), head.end());
      box.resize(std::max<std::size_t>(box.size(), 8));
      std::ranges::copy(type, box.begin() + 4);
      CHECK(all_sniffers::claims(byte_view{box}) <= 1);
    }
  };
  for (const crafted::row& row : crafted::catalogue()) {
    if (row.file.size > 0) {
      std::vector<unsigned char> head(std::min<std::uint64_t>(row.file.size, head_size));
      crafted::layout_source source{row.file};
      REQUIRE(source.read(0, head));
      look(row.name, head);
    }
  }
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator{source_folder / "testdata"}) {
    if (entry.is_regular_file()) {
      const std::string text = file_text(entry.path()).substr(0, head_size);
      const std::vector<unsigned char> head(text.begin(), text.end());
      look(entry.path().string(), head);
    }
  }
  CHECK(claimed > 50);
}

TEST_CASE("a sniffer that was shown nothing asks for bytes, and asks again until it is shown them") {
  const std::vector<unsigned char> nothing;
  for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{100}, std::uint64_t{1} << 40}) {
    sniff_session session{size};
    const read_request first = session.first();
    CHECK_FALSE(first.is_done());
    CHECK(first.offset == 0);
    CHECK(first.length == std::min<std::uint64_t>(size, head_size));
    CHECK(session.feed(byte_view{nothing}) == first);
    CHECK(session.feed(byte_view{nothing, 5}) == first);
    CHECK(session.facts().format == format::unknown);
  }
  sniff_session empty{0};
  CHECK(empty.first().is_done());
  CHECK(empty.facts().format == format::empty);
}

TEST_CASE("reports name the version that is built") {
  CHECK(file_text(source_folder / "CMakeLists.txt").find("VERSION " + std::string{project_version} + ' ') !=
        std::string::npos);
}
