#include <string>
#include <string_view>

#include <preflight/preflight.h>
#include <preflight/destinations/limit_table.hpp>
#include <preflight/destinations/set_limit.hpp>
#include <preflight/destinations/zoom_background.hpp>

#include "embedding/c/result_of.hpp"
#include "harness/catch.hpp"
#include "sniff/crafted/png.hpp"

using preflight::destination;
using preflight::set_limit;
using preflight::setting_outcome;
using preflight::test::c_result;
using preflight::test::has_rule;
using preflight::test::result_of;

namespace {

constexpr preflight::citation none{};

/// A destination of the C interface, freed at the end.
class own_destination {
 public:
  explicit own_destination(const char* extends) { REQUIRE(mpf_destination_new("own", extends, &handle_) == MPF_OK); }
  own_destination(const own_destination&) = delete;
  own_destination& operator=(const own_destination&) = delete;
  ~own_destination() { mpf_destination_free(handle_); }

  [[nodiscard]] int set(const char* key, const char* value) const { return mpf_destination_set(handle_, key, value); }
  [[nodiscard]] int check(const crafted::bytes& file, mpf_result** result) const {
    mpf_options options;
    REQUIRE(mpf_options_init(&options) == MPF_OK);
    options.custom_destination = handle_;
    return mpf_check_bytes(file.data(), file.size(), "a.png", &options, result);
  }
  [[nodiscard]] c_result check(const crafted::bytes& file) const {
    mpf_result* result = nullptr;
    const int error = check(file, &result);
    return result_of(error, result);
  }

 private:
  mpf_destination* handle_ = nullptr;
};

}  // namespace

TEST_CASE("every limit of the table can be set from text") {
  for (const preflight::limit_entry& entry : preflight::limit_table) {
    INFO(entry.key);
    destination target = preflight::destinations::zoom_background;
    int values = 0;
    for (const std::string_view value : {"png", "17", "640x480", "4:3", "true"}) {
      values += set_limit(target, entry.key, value, none) == setting_outcome::set ? 1 : 0;
    }
    CHECK(values == 1);
    for (const std::string_view value : {"", "-1", "0", "17 ", "0x1", "1x", "640x480x3", "1:0", "99999999999999999999",
                                         "1000001x1", "True", "png,", "gzip", "unknown", "empty"}) {
      INFO(value);
      CHECK(set_limit(target, entry.key, value, none) == setting_outcome::invalid_value);
    }
  }
  destination target;
  CHECK(set_limit(target, "max-byte", "1", none) == setting_outcome::unknown_key);
  CHECK(set_limit(target, "", "1", none) == setting_outcome::unknown_key);
}

TEST_CASE("a limit that can be absent is taken away with false, and no other is") {
  destination target = preflight::destinations::zoom_background;
  CHECK(set_limit(target, "video-max", "false", none) == setting_outcome::set);
  CHECK_FALSE(target.max_video_size);
  CHECK(set_limit(target, "aspect", "false", none) == setting_outcome::set);
  CHECK_FALSE(target.picture_aspect);
  CHECK(set_limit(target, "max-files", "false", none) == setting_outcome::set);
  CHECK_FALSE(target.max_files);
  CHECK(set_limit(target, "advise-opaque", "false", none) == setting_outcome::set);
  CHECK_FALSE(target.opaque_advised);
  CHECK(set_limit(target, "max-bytes", "false", none) == setting_outcome::invalid_value);
  CHECK(target.max_bytes.value == preflight::destinations::zoom_background.max_bytes.value);
}

TEST_CASE("a list of formats replaces the one before") {
  destination target = preflight::destinations::zoom_background;
  CHECK(set_limit(target, "formats", "jpeg , webp", none) == setting_outcome::set);
  CHECK(target.accepts(preflight::format::jpeg));
  CHECK(target.accepts(preflight::format::webp));
  CHECK_FALSE(target.accepts(preflight::format::png));
}

TEST_CASE("a destination of one's own judges by its limits and under its name") {
  const crafted::bytes picture = crafted::png::picture({});
  const own_destination own{"zoom-background"};
  CHECK(own.check(picture).line.find("\"destination\":\"own\"") != std::string::npos);
  CHECK(own.set("max-bytes", std::to_string(picture.size()).c_str()) == MPF_OK);
  CHECK_FALSE(has_rule(own.check(picture), "file-too-large"));
  CHECK(own.set("max-bytes", std::to_string(picture.size() - 1).c_str()) == MPF_OK);
  CHECK(own.set("title", "the town hall") == MPF_OK);
  const c_result large = own.check(picture);
  CHECK(has_rule(large, "file-too-large"));
  CHECK(large.line.find("the town hall") != std::string::npos);
  CHECK(large.verdict == MPF_FAIL);
}

TEST_CASE("a destination that extends none has no limits") {
  const own_destination own{nullptr};
  const c_result tiny = own.check(crafted::png::picture({.width = 1, .height = 1}));
  CHECK(tiny.verdict == MPF_PASS);
  CHECK(own.set("picture-min", "2x2") == MPF_OK);
  CHECK(has_rule(own.check(crafted::png::picture({.width = 1, .height = 1})), "low-resolution"));
}

TEST_CASE("the order in which limits are set does not matter, and those that contradict each other are refused") {
  const crafted::bytes picture = crafted::png::picture({});
  mpf_result* result = nullptr;
  const own_destination own{"zoom-background"};
  // Smaller than the safe size that is inherited, which then is that of the built-in one no more.
  CHECK(own.set("max-bytes", "1000000") == MPF_OK);
  static_cast<void>(own.check(picture));
  CHECK(own.set("safe-max-bytes", "1000001") == MPF_OK);
  CHECK(own.check(picture, &result) == MPF_ERROR_INCONSISTENT);
  CHECK(result == nullptr);
  CHECK(own.set("max-bytes", "1000001") == MPF_OK);
  CHECK(own.set("video-min", "1921x1") == MPF_OK);
  CHECK(own.check(picture, &result) == MPF_ERROR_INCONSISTENT);
  CHECK(own.set("video-max", "1921x1080") == MPF_OK);
  static_cast<void>(own.check(picture));
}

TEST_CASE("a destination has a name of its own, known keys and values") {
  mpf_destination* made = nullptr;
  CHECK(mpf_destination_new("", nullptr, &made) == MPF_ERROR_NAME);
  CHECK(mpf_destination_new("zoom-picture", nullptr, &made) == MPF_ERROR_NAME);
  CHECK(mpf_destination_new("own", "own", &made) == MPF_ERROR_DESTINATION);
  CHECK(made == nullptr);
  const own_destination own{"zoom-picture"};
  CHECK(own.set("max_bytes", "1") == MPF_ERROR_KEY);
  CHECK(own.set("extends", "zoom-picture") == MPF_ERROR_KEY);
  CHECK(own.set("max-bytes", "1 MB") == MPF_ERROR_VALUE);
  CHECK(own.set("title", "") == MPF_ERROR_VALUE);
}

TEST_CASE("a session keeps its own copy of a destination") {
  mpf_destination* own = nullptr;
  REQUIRE(mpf_destination_new("a name that is longer than a short string", "zoom-background", &own) == MPF_OK);
  mpf_options options;
  REQUIRE(mpf_options_init(&options) == MPF_OK);
  options.custom_destination = own;
  mpf_session* session = nullptr;
  REQUIRE(mpf_session_open(0, "a.png", &options, &session) == MPF_OK);
  mpf_destination_free(own);
  mpf_result* result = nullptr;
  const int error = mpf_session_finish(session, &result);
  CHECK(result_of(error, result).line.find("a name that is longer") != std::string::npos);
  mpf_session_free(session);
}
