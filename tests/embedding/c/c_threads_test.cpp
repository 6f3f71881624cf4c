#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include <preflight/preflight.h>

#include "harness/catch.hpp"
#include "harness/places.hpp"
#include "sniff/crafted/png.hpp"

namespace {

/// The line, or "" where anything goes wrong: assertions of the tests are for one thread.
std::string line_of(int error, mpf_result* result) {
  std::string line = error == MPF_OK ? mpf_result_json(result, nullptr) : "";
  mpf_result_free(result);
  return line;
}

std::string check_bytes(const crafted::bytes& file, const mpf_options& options) {
  mpf_result* result = nullptr;
  const int error = mpf_check_bytes(file.data(), file.size(), "a.png", &options, &result);
  return line_of(error, result);
}

std::string check_file(const std::string& path, const mpf_options& options) {
  mpf_result* result = nullptr;
  const int error = mpf_check_file(path.c_str(), &options, &result);
  return line_of(error, result);
}

}  // namespace

TEST_CASE("eight threads at once give what one gives") {
  const crafted::bytes picture = crafted::png::picture({});
  const std::string movie = std::string{preflight::test::project_folder} + "/testdata/demo/IMG_4021.MOV";
  mpf_destination* own = nullptr;
  REQUIRE(mpf_destination_new("own", "zoom-background", &own) == MPF_OK);
  mpf_options options;
  REQUIRE(mpf_options_init(&options) == MPF_OK);
  options.custom_destination = own;
  const std::string picture_line = check_bytes(picture, options);
  const std::string movie_line = check_file(movie, options);
  REQUIRE_FALSE(picture_line.empty());
  REQUIRE(movie_line.find("video-too-large") != std::string::npos);

  std::atomic<int> differences = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        differences += check_bytes(picture, options) != picture_line ? 1 : 0;
        differences += check_file(movie, options) != movie_line ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  mpf_destination_free(own);
  CHECK(differences == 0);
}
