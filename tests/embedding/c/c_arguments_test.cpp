#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>

#include <preflight/preflight.h>

#include "embedding/c/result_of.hpp"
#include "harness/catch.hpp"
#include "sniff/crafted/png.hpp"

using preflight::test::has_rule;
using preflight::test::result_of;

namespace {

/// An address that is not NULL, to see what becomes of it.
template <class T>
T* wild() {
  return reinterpret_cast<T*>(std::uintptr_t{0x10});
}

int check_nothing(const mpf_options* options) {
  auto* result = wild<mpf_result>();
  const int error = mpf_check_bytes(nullptr, 0, nullptr, options, &result);
  CHECK((result == nullptr) == (error != MPF_OK));
  if (error == MPF_OK) {
    mpf_result_free(result);
  }
  return error;
}

/// As a caller built against a header with more members would have them.
struct newer_options {
  mpf_options known;
  std::uint64_t unknown;
};

}  // namespace

TEST_CASE("every pointer that is needed is asked for, and nothing is given in its place") {
  auto* result = wild<mpf_result>();
  CHECK(mpf_check_bytes(nullptr, 1, "a.png", nullptr, &result) == MPF_ERROR_NULL);
  CHECK(result == nullptr);
  CHECK(mpf_check_bytes("", 0, "a.png", nullptr, nullptr) == MPF_ERROR_NULL);
  result = wild<mpf_result>();
  CHECK(mpf_check_file(nullptr, nullptr, &result) == MPF_ERROR_NULL);
  CHECK(result == nullptr);
  CHECK(mpf_check_file("/", nullptr, nullptr) == MPF_ERROR_NULL);
  CHECK(mpf_options_init(nullptr) == MPF_ERROR_NULL);
  CHECK(mpf_session_open(1, "a.png", nullptr, nullptr) == MPF_ERROR_NULL);
  std::uint64_t offset = 1;
  std::size_t length = 1;
  CHECK(mpf_session_need(nullptr, &offset, &length) == MPF_ERROR_NULL);
  CHECK(offset + length == 0);
  CHECK(mpf_session_feed(nullptr, "", 1) == MPF_ERROR_NULL);
  result = wild<mpf_result>();
  CHECK(mpf_session_finish(nullptr, &result) == MPF_ERROR_NULL);
  CHECK(result == nullptr);
  CHECK(mpf_result_verdict(nullptr) == -1);
  length = 1;
  CHECK(mpf_result_json(nullptr, &length) == nullptr);
  CHECK(length == 0);
  auto* destination = wild<mpf_destination>();
  CHECK(mpf_destination_new(nullptr, nullptr, &destination) == MPF_ERROR_NULL);
  CHECK(destination == nullptr);
  CHECK(mpf_destination_new("a", nullptr, nullptr) == MPF_ERROR_NULL);
  CHECK(mpf_destination_set(nullptr, "title", "a") == MPF_ERROR_NULL);
  mpf_session_free(nullptr);
  mpf_result_free(nullptr);
  mpf_destination_free(nullptr);
}

TEST_CASE("options that this version does not know are refused, not ignored") {
  mpf_options options;
  REQUIRE(mpf_options_init(&options) == MPF_OK);
  CHECK(check_nothing(&options) == MPF_OK);
  for (const std::size_t size : {std::size_t{0}, sizeof options - 1, ~std::size_t{0}}) {
    options.size = size;
    CHECK(check_nothing(&options) == MPF_ERROR_OPTIONS);
  }
  newer_options newer{};
  REQUIRE(mpf_options_init(&newer.known) == MPF_OK);
  newer.known.size = sizeof newer;
  CHECK(check_nothing(&newer.known) == MPF_OK);
  newer.unknown = 1;
  CHECK(check_nothing(&newer.known) == MPF_ERROR_OPTIONS);
}

TEST_CASE("a depth or destination that is not known is refused") {
  mpf_options options;
  REQUIRE(mpf_options_init(&options) == MPF_OK);
  for (const int depth : {-1, 3, 1 << 30}) {
    options.depth = depth;
    CHECK(check_nothing(&options) == MPF_ERROR_DEPTH);
  }
  options.depth = MPF_DEPTH_HEADER;
  CHECK(check_nothing(&options) == MPF_OK);
  for (const char* const name : {"", "zoom", "zoom-background ", "ZOOM-BACKGROUND"}) {
    options.destination = name;
    CHECK(check_nothing(&options) == MPF_ERROR_DESTINATION);
  }
  options.destination = "zoom-picture";
  CHECK(check_nothing(&options) == MPF_OK);
  mpf_destination* own = nullptr;
  REQUIRE(mpf_destination_new("own", nullptr, &own) == MPF_OK);
  options.custom_destination = own;
  CHECK(check_nothing(&options) == MPF_ERROR_TWO_DESTINATIONS);
  options.destination = nullptr;
  CHECK(check_nothing(&options) == MPF_OK);
  mpf_destination_free(own);
}

TEST_CASE("a session is fed what it needs, and finished once") {
  const crafted::bytes picture = crafted::png::picture({});
  mpf_session* session = nullptr;
  REQUIRE(mpf_session_open(picture.size(), nullptr, nullptr, &session) == MPF_OK);
  CHECK(mpf_session_feed(session, nullptr, 0) == MPF_ERROR_NULL);
  CHECK(mpf_session_feed(session, picture.data(), 0) == MPF_ERROR_NOTHING_FED);
  std::uint64_t offset = 1;
  std::size_t length = 1;
  CHECK(mpf_session_need(session, &offset, &length) == MPF_OK);
  CHECK(offset == 0);
  CHECK(length == picture.size());
  CHECK(mpf_session_feed(session, picture.data(), 5) == MPF_OK);
  CHECK(mpf_session_need(session, &offset, &length) == MPF_OK);
  CHECK(offset == 5);
  CHECK(length == picture.size() - 5);
  // A length that lies is cut to the file.
  CHECK(mpf_session_feed(session, picture.data() + 5, ~std::size_t{0}) == MPF_OK);
  CHECK(mpf_session_need(session, &offset, &length) == MPF_OK);
  CHECK(length == 0);
  CHECK(mpf_session_feed(session, picture.data(), 1) == MPF_ERROR_NOTHING_NEEDED);
  mpf_result* result = nullptr;
  CHECK(mpf_session_finish(session, nullptr) == MPF_ERROR_NULL);
  REQUIRE(mpf_session_finish(session, &result) == MPF_OK);
  CHECK(result_of(MPF_OK, result).line.find("\"format\":\"png\"") != std::string::npos);
  CHECK(mpf_session_finish(session, &result) == MPF_ERROR_FINISHED);
  CHECK(result == nullptr);
  CHECK(mpf_session_feed(session, picture.data(), 1) == MPF_ERROR_FINISHED);
  CHECK(mpf_session_need(session, &offset, &length) == MPF_OK);
  CHECK(length == 0);
  mpf_session_free(session);
}

TEST_CASE("a session that is finished early fails the file") {
  mpf_session* session = nullptr;
  REQUIRE(mpf_session_open(~std::uint64_t{0}, "a.png", nullptr, &session) == MPF_OK);
  mpf_result* result = nullptr;
  const int error = mpf_session_finish(session, &result);
  const auto finished = result_of(error, result);
  CHECK(finished.verdict == MPF_FAIL);
  CHECK(has_rule(finished, "unreadable"));
  mpf_session_free(session);
}

TEST_CASE("every error has a text of its own, and so has what is none") {
  std::set<std::string> texts;
  for (int code = MPF_OK; code <= MPF_ERROR_INTERNAL; ++code) {
    texts.insert(mpf_error_text(code));
  }
  CHECK(texts.size() == MPF_ERROR_INTERNAL + 1);
  CHECK(texts.count(mpf_error_text(-1)) == 0);
  CHECK(std::string{mpf_error_text(-1)} == mpf_error_text(MPF_ERROR_INTERNAL + 1));
  CHECK(std::strlen(mpf_version()) >= std::strlen("0.1.0"));
}
