#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <preflight/destinations/all.hpp>
#include <preflight/engine/engine.hpp>
#include <preflight/output/ci/sarif.hpp>

#include "harness/catch.hpp"

using namespace preflight;

namespace {

report judged(const facts& file, std::string_view path) {
  report result;
  result.file = file;
  engine::judge(subject{result.file, path}, destinations::zoom_background, severities{}, result);
  return result;
}

facts small_picture() {
  facts file;
  file.format = format::png;
  file.file_size = 2'000;
  file.coded = file.canvas = {1280, 360};
  file.bit_depth = 8;
  file.channels = 3;
  file.has_alpha = false;
  file.animated = false;
  return file;
}

std::string log_of(const report& checked, std::size_t warned, std::size_t failed) {
  const report empty = engine::check(std::span<const unsigned char>{}, "empty.png", destinations::zoom_background);
  std::string files;
  run_summary run;
  const auto add = [&](const std::string& path, const report& result) {
    writers::sarif.file(files, {path, result, &destinations::zoom_background}, {});
    run.add(result);
  };
  for (std::size_t i = 0; i < warned; ++i) {
    add("a" + std::to_string(i) + ".png", checked);
  }
  for (std::size_t i = 0; i < failed; ++i) {
    add("b" + std::to_string(i) + ".png", empty);
  }
  std::string out;
  writers::sarif.finish(out, files, run, {});
  return out;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a log has no more results than GitHub accepts, the worst of them, and says how many are left out") {
  const report checked = judged(small_picture(), "a.png");
  REQUIRE(checked.findings().size() == 2);  // low-resolution, not-widescreen
  const std::string log = log_of(checked, 12'499, 10);
  CHECK(count_of(log, "{\"ruleId\":") == 25'000);
  CHECK(count_of(log, "\"level\":\"error\",\"message\":{\"text\":\"The file is empty") == 10);
  CHECK(count_of(log, "\"text\":\"8 findings are left out, the least severe ones: GitHub accepts at most 25,000.\"") ==
        1);
  // Of the last file with warnings there is only room for none, so it is no artifact either.
  CHECK(count_of(log, "\"roles\":[\"analysisTarget\"]") == 12'505);
  CHECK(count_of(log, "\"index\":12504}}}]}") == 1);
  CHECK(count_of(log, "\"index\":12505}}}]}") == 0);
}

TEST_CASE("a log in which everything has room says nothing of it") {
  const std::string log = log_of(judged(small_picture(), "a.png"), 12'500, 0);
  CHECK(count_of(log, "{\"ruleId\":") == 25'000);
  CHECK(count_of(log, "findings are left out, the") == 0);
  const nlohmann::json run = nlohmann::json::parse(log_of(judged(small_picture(), "a.png"), 0, 0))["runs"][0];
  CHECK(run["results"].empty());
  CHECK(run["invocations"][0]["toolExecutionNotifications"].empty());
}

TEST_CASE("a finding at an offset says so, and one without a hash is known by its path") {
  std::vector<unsigned char> odd{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'X', 'X', 'X', 'X'};
  odd.resize(64);
  const report result = engine::check(std::span{odd}, "x.png", destinations::zoom_background);
  REQUIRE(result.first("malformed") != nullptr);
  REQUIRE(result.first("malformed")->offset);
  const auto result_of = [&](std::string_view path, std::string_view hash) {
    std::string files;
    written_file file{path, result, &destinations::zoom_background};
    file.content_hash = hash;
    writers::sarif.file(files, file, {});
    std::string out;
    writers::sarif.finish(out, files, {}, {});
    const nlohmann::json log = nlohmann::json::parse(out);
    for (const nlohmann::json& result_entry : log["runs"][0]["results"]) {
      if (result_entry["ruleId"] == "malformed") {
        return result_entry;
      }
    }
    return nlohmann::json{};
  };
  const nlohmann::json malformed = result_of("x.png", "");
  CHECK(malformed["locations"][0]["physicalLocation"]["region"]["byteOffset"] == *result.first("malformed")->offset);
  CHECK_FALSE(malformed["partialFingerprints"].contains("contentAndRule/v1"));
  CHECK(malformed["partialFingerprints"] != result_of("y.png", "")["partialFingerprints"]);
  CHECK(result_of("x.png", "00ff")["partialFingerprints"] == result_of("y.png", "00ff")["partialFingerprints"]);
}

TEST_CASE("an absolute path has no base") {
  const report empty = engine::check(std::span<const unsigned char>{}, "e.png", destinations::zoom_background);
  std::string files;
  writers::sarif.file(files, {"/tmp/e.png", empty, &destinations::zoom_background}, {});
  std::string out;
  writers::sarif.finish(out, files, {}, {});
  const nlohmann::json artifact = nlohmann::json::parse(out)["runs"][0]["artifacts"][0];
  CHECK(artifact["location"] == nlohmann::json{{"uri", "file:///tmp/e.png"}});
}
