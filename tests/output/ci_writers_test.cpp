#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/output/all.hpp>

#include "harness/catch.hpp"

using namespace preflight;

namespace {

/// What a run over empty files of these names writes: each breaks the rule empty-file.
std::string run_over_empty_files(const writer& form, const std::vector<std::string>& paths,
                                 std::string* appended = nullptr) {
  std::string out;
  std::string files;
  run_summary run;
  run.title = destinations::zoom_background.title;
  form.begin(out, {});
  for (const std::string& path : paths) {
    const report checked = engine::check(std::span<const unsigned char>{}, path, destinations::zoom_background);
    files += files.empty() ? std::string_view{} : form.between;
    form.file(files, {path, checked, &destinations::zoom_background}, {});
    run.add(checked);
  }
  if (form.finish != nullptr) {
    form.finish(out, files, run, {});
  } else {
    out += files;
    form.end(out, run, {});
  }
  if (appended != nullptr) {
    form.appendix.write(*appended, files, run, form.appendix.max_bytes);
  }
  return out;
}

std::vector<std::string> numbered(std::size_t count) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < count; ++i) {
    paths.push_back("f" + std::to_string(i) + ".png");
  }
  return paths;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("concise is a line a finding, whatever the name of the file") {
  CHECK(run_over_empty_files(writers::concise, {"a/b c.png"}) ==
        "a/b c.png: error empty-file: The file is empty (0 bytes).\n");
  CHECK(run_over_empty_files(writers::concise, {"a\n\x1B[31m.png"}) ==
        "a\\n\\x1b[31m.png: error empty-file: The file is empty (0 bytes).\n");
}

TEST_CASE("a workflow command ends where it should, whatever the name of the file") {
  const std::vector<std::pair<std::string, std::string>> names{
      {"plain.png", "plain.png"},
      {"100%.png", "100%25.png"},
      {"a,b:c.png", "a%2Cb%3Ac.png"},
      {"a::error::b.png", "a%3A%3Aerror%3A%3Ab.png"},
      {"line\n::error::x.png", "line\\n%3A%3Aerror%3A%3Ax.png"},
      {"return\r.png", "return\\r.png"},
      {"%0A.png", "%250A.png"},
      {"\x1B]0;title\x07.png", "\\x1b]0;title\\x07.png"},
      {"gr\xC3\xBC\xC3\x9F.png", "gr\xC3\xBC\xC3\x9F.png"},
      {"\xFF.png", "\\xff.png"}};
  for (const auto& [name, escaped_name] : names) {
    const std::string text = run_over_empty_files(writers::github, {name});
    CAPTURE(name, text);
    CHECK(text.starts_with("::error file=" + escaped_name + ",title=empty-file::The file is empty (0 bytes).\n"));
    CHECK(count_of(text, "\n::") == 0);
  }
}

TEST_CASE("more than ten errors are one annotation for each rule, which names twenty files") {
  CHECK(count_of(run_over_empty_files(writers::github, numbered(10)), "::error file=") == 10);
  const std::string eleven = run_over_empty_files(writers::github, numbered(11));
  CHECK(eleven.starts_with("::error title=empty-file::11 files%0Af0.png: The file is empty (0 bytes).%0Af1.png: "));
  CHECK(count_of(eleven, "::error") == 1);
  CHECK(count_of(eleven, "more") == 0);
  const std::string many = run_over_empty_files(writers::github, numbered(25));
  CHECK(count_of(many, "%0Af") == 20);
  CHECK(count_of(many, "%0Aand 5 more\n") == 1);
}

TEST_CASE("the summary of a step is below its limit for 6,000 failures, and says how many are left out") {
  std::string summary;
  static_cast<void>(run_over_empty_files(writers::github, {"a|<b>&`c`.png"}, &summary));
  CHECK(summary.find(
            "| error | empty-file | a&#124;&#60;b&#62;&#38;&#96;c&#96;.png | The file is empty (0 bytes). |\n") !=
        std::string::npos);

  std::vector<std::string> long_names = numbered(6'000);
  for (std::string& name : long_names) {
    name.insert(0, 240, 'x');
  }
  summary.clear();
  static_cast<void>(run_over_empty_files(writers::github, long_names, &summary));
  CHECK(summary.size() <= 1'048'576);
  CHECK(summary.find(" more findings\n") != std::string::npos);

  summary.clear();
  static_cast<void>(run_over_empty_files(writers::github, {}, &summary));
  CHECK(count_of(summary, "|") == 0);
}

TEST_CASE("a code quality report has the members that GitLab asks for, and a fingerprint for each finding") {
  const auto report = nlohmann::json::parse(run_over_empty_files(writers::gitlab, {"a \"b\".png", "c.png"}));
  REQUIRE(report.size() == 2);
  CHECK(report[0]["description"] == "The file is empty (0 bytes).");
  CHECK(report[0]["check_name"] == "empty-file");
  CHECK(report[0]["severity"] == "major");
  CHECK(report[0]["location"]["path"] == "a \"b\".png");
  CHECK(report[0]["location"]["lines"]["begin"] == 1);
  CHECK(report[0]["fingerprint"].get<std::string>().size() == 16);
  CHECK(report[0]["fingerprint"] != report[1]["fingerprint"]);
  CHECK(report == nlohmann::json::parse(run_over_empty_files(writers::gitlab, {"a \"b\".png", "c.png"})));
  CHECK(nlohmann::json::parse(run_over_empty_files(writers::gitlab, {})).empty());
}
